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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Passes TCP connections on to the first of its targets that takes them, beginning with another one each time; cuts
/// them all, or holds what they carry, when told to. Safe for use by several threads.
public final class Proxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 500;
    private static final int BUFFER_BYTES = 1 << 14;

    private final ServerSocket server;
    private final List<Integer> targets;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Gate questions = new Gate();
    private final Gate answers = new Gate();
    private volatile boolean refusing;

    /// @param targets ports on loopback
    public Proxy(int port, List<Integer> targets) throws IOException {
        this.targets = List.copyOf(targets);
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofPlatform().name("proxy-" + port).daemon(true).start(this::accept);
    }

    /// Where clients connect, on loopback.
    public int port() {
        return server.getLocalPort();
    }

    /// Cuts every connection, with what it held, and takes none until [#heal].
    public void cut() {
        refusing = true;
        open.forEach(Proxy::closeQuietly);
        release();
    }

    /// Holds whatever connections carry, both ways, until [#heal] or [#cut]: also that one side has ended, so that the
    /// other believes in it. New ones are taken, and held likewise.
    public void stall() {
        questions.shut();
        answers.shut();
    }

    /// Holds only what the targets send. What clients send arrives: it is done, and nobody hears of it.
    public void holdAnswers() {
        answers.shut();
    }

    /// Takes connections again, and passes on what was held.
    public void heal() {
        refusing = false;
        release();
    }

    private void release() {
        questions.open();
        answers.open();
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

    private void both(Socket client, Socket target) {
        open.add(client);
        open.add(target);
        if (refusing) {
            closeQuietly(client);
            closeQuietly(target);
        }
        Thread.ofVirtual().start(() -> pump(client, target, questions));
        Thread.ofVirtual().start(() -> pump(target, client, answers));
    }

    /// The end of one side is the end of both.
    private void pump(Socket from, Socket to, Gate gate) {
        copy(from, to, gate);
        gate.pass();
        open.remove(from);
        open.remove(to);
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void copy(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                gate.pass();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // An end like any other.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        open.forEach(Proxy::closeQuietly);
        release();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /// What one direction of all connections passes.
    private static final class Gate {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition opened = lock.newCondition();
        private boolean isShut;

        void shut() {
            lock.lock();
            try {
                isShut = true;
            } finally {
                lock.unlock();
            }
        }

        void open() {
            lock.lock();
            try {
                isShut = false;
                opened.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /// Returns once it is open.
        void pass() {
            lock.lock();
            try {
                while (isShut) {
                    opened.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
