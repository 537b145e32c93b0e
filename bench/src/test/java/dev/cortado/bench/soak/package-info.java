/// Tests of the soak bench.
@NullMarked
package dev.cortado.bench.soak;

import org.jspecify.annotations.NullMarked;
