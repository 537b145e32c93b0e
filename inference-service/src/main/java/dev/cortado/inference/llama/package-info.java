/// The embedded engine: libllama through the foreign-function API.
@NullMarked
package dev.cortado.inference.llama;

import org.jspecify.annotations.NullMarked;
