/// Labels from outside: what answers to prompts were worth, as somebody measured it. Predictors learn from them beside
/// the calibration.
@NullMarked
package dev.cortado.router.label;

import org.jspecify.annotations.NullMarked;
