/// The calibration: every variant on the evaluation set, what its answers are worth and what they cost.
@NullMarked
package dev.cortado.bench.calibration;

import org.jspecify.annotations.NullMarked;
