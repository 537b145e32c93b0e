package dev.cortado.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes TCP connections on to the first of its targets that takes them, beginning with another one each time; and
/// cuts them all when told to.
public final class Proxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 500;
    private static final int BUFFER_BYTES = 1 << 14;

    private final ServerSocket server;
    private final List<Integer> targets;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    /// @param targets ports on loopback
    public Proxy(int port, List<Integer> targets) throws IOException {
        this.targets = List.copyOf(targets);
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofPlatform().name("proxy-" + port).daemon(true).start(this::accept);
    }

    /// Cuts every connection, and takes none until [#heal].
    public void cut() {
        refusing = true;
        open.forEach(Proxy::closeQuietly);
    }

    public void heal() {
        refusing = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket from = server.accept();
                if (refusing) {
                    closeQuietly(from);
                } else {
                    Thread.ofVirtual().start(() -> pass(from));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from) {
        int first = turn.getAndIncrement();
        for (int i = 0; i < targets.size(); i++) {
            int port = targets.get(Math.floorMod(first + i, targets.size()));
            Socket to = new Socket();
            try {
                to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            } catch (IOException e) {
                closeQuietly(to);
                continue;
            }
            both(from, to);
            return;
        }
        closeQuietly(from);
    }

    private void both(Socket from, Socket to) {
        open.add(from);
        open.add(to);
        if (refusing) {
            closeQuietly(from);
            closeQuietly(to);
        }
        Thread.ofVirtual().start(() -> pump(from, to));
        Thread.ofVirtual().start(() -> pump(to, from));
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // The end of one side is the end of both.
        }
        open.remove(from);
        open.remove(to);
        closeQuietly(from);
        closeQuietly(to);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        open.forEach(Proxy::closeQuietly);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
