/// Tests of the engine bench.
@NullMarked
package dev.cortado.bench.engine;

import org.jspecify.annotations.NullMarked;
