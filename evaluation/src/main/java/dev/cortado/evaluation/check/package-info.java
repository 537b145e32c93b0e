/// Checkers: each scores one answer, from 0 to 1, without a model and without running anything.
@NullMarked
package dev.cortado.evaluation.check;

import org.jspecify.annotations.NullMarked;
