/// The price book: immutable versions of what a token costs the tenant.
@NullMarked
package dev.cortado.accounting.pricing;

import org.jspecify.annotations.NullMarked;
