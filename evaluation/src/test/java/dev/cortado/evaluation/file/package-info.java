@NullMarked
package dev.cortado.evaluation.file;

import org.jspecify.annotations.NullMarked;
