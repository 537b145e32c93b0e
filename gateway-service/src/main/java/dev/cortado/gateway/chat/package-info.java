/// A chat request as the platform understands it, free of any protocol.
@NullMarked
package dev.cortado.gateway.chat;

import org.jspecify.annotations.NullMarked;
