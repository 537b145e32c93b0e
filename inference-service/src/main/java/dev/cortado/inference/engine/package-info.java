/// The port to whatever generates: describe, load, prepare a prompt, generate, cancel, occupancy.
@NullMarked
package dev.cortado.inference.engine;

import org.jspecify.annotations.NullMarked;
