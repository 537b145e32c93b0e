/// Tests of the scoring of predictions.
@NullMarked
package dev.cortado.bench.routing;

import org.jspecify.annotations.NullMarked;
