/// The parts of the stack: how each is prepared, started, and known to be ready.
@NullMarked
package dev.cortado.local.part;

import org.jspecify.annotations.NullMarked;
