/// The tenant's prices: the versions of the price book that accounting pushed.
@NullMarked
package dev.cortado.router.price;

import org.jspecify.annotations.NullMarked;
