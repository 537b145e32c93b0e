/// What money buys: which choices are dominated, the upper concave hull of the others, and where to stop paying.
@NullMarked
package dev.cortado.router.frontier;

import org.jspecify.annotations.NullMarked;
