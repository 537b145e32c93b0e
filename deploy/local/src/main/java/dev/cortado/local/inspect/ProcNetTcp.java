package dev.cortado.local.inspect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Reads the kernel's tables `/proc/net/tcp` and `/proc/net/tcp6` (proc(5)): addresses stand in hexadecimal, in
/// groups of four bytes, each group in the machine's own byte order, which is little-endian on all we run on.
final class ProcNetTcp {
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ProcNetTcp() {}

    /// A row of the table that listens.
    record Row(String address, int port, long inode) {}

    static List<Row> listening(String table) {
        List<Row> rows = new ArrayList<>();
        table.lines().skip(1).forEach(line -> {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > INODE && fields[STATE].equals(LISTENING)) {
                int colon = fields[LOCAL_ADDRESS].indexOf(':');
                rows.add(new Row(
                        address(fields[LOCAL_ADDRESS].substring(0, colon)),
                        Integer.parseInt(fields[LOCAL_ADDRESS].substring(colon + 1), 16),
                        Long.parseLong(fields[INODE])));
            }
        });
        return rows;
    }

    private static String address(String hexadecimal) {
        byte[] bytes = new byte[hexadecimal.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int group = i / 4 * 4;
            int inGroup = 3 - i % 4;
            bytes[group + inGroup] = (byte) Integer.parseInt(hexadecimal.substring(2 * i, 2 * i + 2), 16);
        }
        try {
            // An IPv4 address that an IPv6 socket listens on comes back as IPv4, which is what it is.
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            return switch (text) {
                case "0:0:0:0:0:0:0:0" -> "::";
                case "0:0:0:0:0:0:0:1" -> "::1";
                default -> text;
            };
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + hexadecimal, e);
        }
    }
}
