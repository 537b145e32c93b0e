/// Step four: one attempt at one node, streamed.
@NullMarked
package dev.cortado.gateway.generate;

import org.jspecify.annotations.NullMarked;
