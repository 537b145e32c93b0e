/// What a prompt looks like to a predictor: numbers that cost microseconds.
@NullMarked
package dev.cortado.router.features;

import org.jspecify.annotations.NullMarked;
