/// Leases and holds: the router's share of the protocol that never passes a cap.
@NullMarked
package dev.cortado.router.hold;

import org.jspecify.annotations.NullMarked;
