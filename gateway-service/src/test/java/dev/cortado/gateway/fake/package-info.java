/// The rest of the platform, faked over real gRPC, for tests of the gateway.
@NullMarked
package dev.cortado.gateway.fake;

import org.jspecify.annotations.NullMarked;
