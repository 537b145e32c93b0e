/// What routing is worth on real models: `auto` beside always taking the largest and beside the best fixed mix, on
/// tasks that nothing was fitted to.
@NullMarked
package dev.cortado.bench.frontier;

import org.jspecify.annotations.NullMarked;
