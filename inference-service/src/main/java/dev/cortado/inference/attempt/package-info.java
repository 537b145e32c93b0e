/// One attempt's life: verify, count, cap, generate, meter.
@NullMarked
package dev.cortado.inference.attempt;

import org.jspecify.annotations.NullMarked;
