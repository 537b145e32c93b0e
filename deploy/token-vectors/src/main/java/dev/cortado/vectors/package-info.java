/// Makes the router's token vectors from MiniLM.
@NullMarked
package dev.cortado.vectors;

import org.jspecify.annotations.NullMarked;
