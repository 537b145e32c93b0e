@NullMarked
package dev.cortado.evaluation.builtin;

import org.jspecify.annotations.NullMarked;
