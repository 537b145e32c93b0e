/// Making money last: the shadow price of each budget, from recent requests and what is left.
@NullMarked
package dev.cortado.router.pacing;

import org.jspecify.annotations.NullMarked;
