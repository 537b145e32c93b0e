/// Clients of the other services: router, inference nodes, accounting, and the identity provider.
@NullMarked
package dev.cortado.gateway.client;

import org.jspecify.annotations.NullMarked;
