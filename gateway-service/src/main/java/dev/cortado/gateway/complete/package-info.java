/// The whole story of a chat completion, from credential to settled hold.
@NullMarked
package dev.cortado.gateway.complete;

import org.jspecify.annotations.NullMarked;
