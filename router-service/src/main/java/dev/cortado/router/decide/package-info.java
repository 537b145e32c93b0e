/// Pure choice: which variant, pool and node answers a request at least cost.
@NullMarked
package dev.cortado.router.decide;

import org.jspecify.annotations.NullMarked;
