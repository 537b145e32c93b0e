package dev.cortado.accounting.webhook;

import java.net.InetAddress;

/// Which addresses may be called. Production has [PublicAddresses] and nothing else; a test that serves on loopback
/// brings its own.
@FunctionalInterface
public interface Reach {

    boolean allows(InetAddress address);
}
