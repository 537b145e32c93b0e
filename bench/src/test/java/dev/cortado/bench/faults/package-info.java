/// What the fault load asks and what it counts as held, and which faults there are.
@NullMarked
package dev.cortado.bench.faults;

import org.jspecify.annotations.NullMarked;
