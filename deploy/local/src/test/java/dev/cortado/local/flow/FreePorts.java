package dev.cortado.local.flow;

import dev.cortado.local.settings.PartPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Blocks of ports for the stacks that tests start, away from the user's.
public final class FreePorts {

    /// Another for who runs one test beside others.
    private static final int FIRST_BLOCK = Integer.getInteger("cortado.flow.first-port", 28_400);
    private static final int BLOCK_STEP = 100;
    private static final int BLOCKS = 40;

    private FreePorts() {}

    /// The first block of ports that nobody listens on.
    public static int block() {
        return IntStream.range(0, BLOCKS)
                .map(block -> FIRST_BLOCK + block * BLOCK_STEP)
                .filter(base -> Arrays.stream(PartPort.values()).allMatch(port -> isFree(port.in(base))))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free block of ports"));
    }

    /// One port that nobody listens on, for a single further process.
    static int one() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
