/// What an attempt costs the operator: the cost model as pure functions.
@NullMarked
package dev.cortado.router.cost;

import org.jspecify.annotations.NullMarked;
