package dev.cortado.local.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcNetTcpTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @Test
    void listening_ipv4_addressPortAndInode() {
        List<ProcNetTcp.Row> rows = ProcNetTcp.listening(
                HEAD
                        + "   0: 0100007F:6B1A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1"
                        + " 0000000000000000 100 0 0 10 0\n"
                        + "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1\n");

        assertEquals(
                List.of(new ProcNetTcp.Row("127.0.0.1", 27418, 4711), new ProcNetTcp.Row("0.0.0.0", 8080, 4712)), rows);
    }

    @Test
    void listening_ipv6_loopbackAnyAndMapped() {
        List<ProcNetTcp.Row> rows = ProcNetTcp.listening(
                HEAD
                        + "   0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 1 1\n"
                        + "   1: 00000000000000000000000000000000:0051 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 2 1\n"
                        + "   2: 0000000000000000FFFF00000100007F:0052 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 3 1\n");

        assertEquals(
                List.of("::1", "::", "127.0.0.1"),
                rows.stream().map(ProcNetTcp.Row::address).toList());
    }

    @Test
    void listening_establishedConnection_isNoListener() {
        assertTrue(ProcNetTcp.listening(
                        HEAD
                                + "   0: 0100007F:6B1A 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 9 1\n")
                .isEmpty());
    }

    @Test
    void all_ownSocket_isFoundWithOwner() throws IOException, InterruptedException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFalse(Sockets.free(socket.getLocalPort()));
            ListeningSocket found = Sockets.all().stream()
                    .filter(one -> one.port() == socket.getLocalPort())
                    .findFirst()
                    .orElseThrow();
            assertEquals(ProcessHandle.current().pid(), found.pid());
            assertTrue(found.loopback(), found.address());
            assertTrue(Sockets.owner(socket.getLocalPort()).contains(Long.toString(found.pid())));
        }
    }

    @Test
    void parse_lsof_processNameAddressAndPort() {
        assertEquals(
                List.of(
                        new ListeningSocket("127.0.0.1", 27410, 12, "postgres"),
                        new ListeningSocket("::1", 27410, 12, "postgres"),
                        new ListeningSocket("0.0.0.0", 8080, 13, "java")),
                Lsof.parse("p12\ncpostgres\nf6\nn127.0.0.1:27410\nf7\nn[::1]:27410\np13\ncjava\nf3\nn*:8080\n"));
    }

    @Test
    void loopback_otherAddresses_areNot() {
        for (String address : List.of("0.0.0.0", "::", "192.168.1.2")) {
            assertFalse(new ListeningSocket(address, 1, 1, "x").loopback(), address);
        }
    }
}
