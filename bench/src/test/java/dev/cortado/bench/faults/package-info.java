/// What the fault load asks, and what it counts as held.
@NullMarked
package dev.cortado.bench.faults;

import org.jspecify.annotations.NullMarked;
