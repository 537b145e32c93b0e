/// What routers and gateways must hear of at once.
@NullMarked
package dev.cortado.accounting.change;

import org.jspecify.annotations.NullMarked;
