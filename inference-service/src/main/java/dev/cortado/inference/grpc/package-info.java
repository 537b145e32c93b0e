/// The node's gRPC service for gateways and routers.
@NullMarked
package dev.cortado.inference.grpc;

import org.jspecify.annotations.NullMarked;
