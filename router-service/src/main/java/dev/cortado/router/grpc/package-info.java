/// The router's gRPC server: reads requests, signs tokens, verifies receipts and refusals.
@NullMarked
package dev.cortado.router.grpc;

import org.jspecify.annotations.NullMarked;
