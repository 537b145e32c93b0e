package dev.cortado.accounting.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Addresses of the public internet: what the IANA special-purpose registries (RFC 6890 and its successors) leave, less
/// what clouds serve their own machines at. Of IPv6 only the unicast space in use, 2000::/3, less its exceptions.
public final class PublicAddresses implements Reach {

    /// A block of addresses.
    private record Block(InetAddress network, int bits) {

        static Block of(String text) {
            String[] parts = text.split("/", 2);
            return new Block(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean holds(byte[] address) {
            byte[] prefix = network.getAddress();
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> CLOSED = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared by carriers; a cloud's metadata at 100.100.100.200
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // a cloud's service for its own machines
                    "169.254.0.0/16", // link-local; metadata at 169.254.169.254
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // AMT
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "2001::/23", // protocol assignments; Teredo, which carries IPv4
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4, which carries IPv4
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20") // documentation
            .map(Block::of)
            .toList();
    private static final Block UNICAST_6 = Block.of("2000::/3");

    @Override
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean open = address instanceof Inet4Address || UNICAST_6.holds(bytes);
        return open && CLOSED.stream().noneMatch(block -> block.holds(bytes));
    }
}
