/// The port to whatever generates: describe, load, prepare a prompt and count its tokens, generate,
/// cancel, embed, occupancy.
@NullMarked
package dev.cortado.inference.engine;

import org.jspecify.annotations.NullMarked;
