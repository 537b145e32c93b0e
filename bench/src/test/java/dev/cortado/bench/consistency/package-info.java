/// Tests of the consistency bench.
@NullMarked
package dev.cortado.bench.consistency;

import org.jspecify.annotations.NullMarked;
