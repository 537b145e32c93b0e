@NullMarked
package dev.cortado.bench.calibration;

import org.jspecify.annotations.NullMarked;
