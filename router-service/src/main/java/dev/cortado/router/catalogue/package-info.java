/// What can be routed to: variants, tiers and pools, with provisional figures until they are measured.
@NullMarked
package dev.cortado.router.catalogue;

import org.jspecify.annotations.NullMarked;
