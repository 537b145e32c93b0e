/// What administration changes: tenants, keys, limits, prices.
@NullMarked
package dev.cortado.accounting.tenant;

import org.jspecify.annotations.NullMarked;
