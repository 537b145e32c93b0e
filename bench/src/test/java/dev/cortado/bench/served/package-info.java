/// What benches load into their own process.
@NullMarked
package dev.cortado.bench.served;

import org.jspecify.annotations.NullMarked;
