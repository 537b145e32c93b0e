/// Rating an answer: what a client says it was worth.
@NullMarked
package dev.cortado.gateway.feedback;

import org.jspecify.annotations.NullMarked;
