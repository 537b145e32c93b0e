@NullMarked
package dev.cortado.bench.simulation;

import org.jspecify.annotations.NullMarked;
