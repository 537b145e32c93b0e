/// Asking the public API as any client would.
@NullMarked
package dev.cortado.bench.chat;

import org.jspecify.annotations.NullMarked;
