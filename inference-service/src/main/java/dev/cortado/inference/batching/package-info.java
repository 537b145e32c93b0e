/// Continuous batching: requests join and leave between the steps of one decode loop per model.
@NullMarked
package dev.cortado.inference.batching;

import org.jspecify.annotations.NullMarked;
