package dev.cortado.accounting.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Resolves host names. Blocks.
@FunctionalInterface
public interface Names {

    /// Every address of the host, at least one.
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
