/// How well utility is predicted: the router's predictor on outcomes of models that are known.
@NullMarked
package dev.cortado.bench.routing;

import org.jspecify.annotations.NullMarked;
