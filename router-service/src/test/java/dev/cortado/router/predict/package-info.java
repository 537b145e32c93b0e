/// Tests of the predictor.
@NullMarked
package dev.cortado.router.predict;

import org.jspecify.annotations.NullMarked;
