/// What stands in the header of a GGUF file, read and checked before the engine's library sees the file.
@NullMarked
package dev.cortado.inference.gguf;

import org.jspecify.annotations.NullMarked;
