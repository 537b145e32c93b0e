/// Making variants of the models at hand: another precision, fewer layers, an adapter; and what is kept of them.
@NullMarked
package dev.cortado.local.variant;

import org.jspecify.annotations.NullMarked;
