/// Step two: how many requests run at once, in all and for one organisation.
@NullMarked
package dev.cortado.gateway.admit;

import org.jspecify.annotations.NullMarked;
