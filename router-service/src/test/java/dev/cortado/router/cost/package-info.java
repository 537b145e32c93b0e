/// Tests of the cost model.
@NullMarked
package dev.cortado.router.cost;

import org.jspecify.annotations.NullMarked;
