package dev.cortado.router.client;

import io.vertx.core.net.SocketAddress;

/// Reads host:port.
final class Addresses {

    private Addresses() {}

    /// @throws IllegalArgumentException if the text is not host:port
    static SocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("an address must read host:port, not '" + address + "'");
        }
        try {
            return SocketAddress.inetSocketAddress(
                    Integer.parseInt(address.substring(colon + 1).strip()),
                    address.substring(0, colon).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an address must read host:port, not '" + address + "'", e);
        }
    }
}
