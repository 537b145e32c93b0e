@NullMarked
package dev.cortado.evaluation.check;

import org.jspecify.annotations.NullMarked;
