/// Sessions and identities for routers and gateways.
@NullMarked
package dev.cortado.accounting.grpc;

import org.jspecify.annotations.NullMarked;
