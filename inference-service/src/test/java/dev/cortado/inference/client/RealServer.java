package dev.cortado.inference.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server program that runs for a test, on a port of its own.
final class RealServer implements AutoCloseable {

    private final Process process;

    private RealServer(Process process) {
        this.process = process;
    }

    /// @param log where its output goes
    static RealServer start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new RealServer(builder.start());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// @throws IllegalStateException if the launcher did not say it
    static Path said(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("run this with ./cortado test --remote (no " + property + ")");
        }
        return Path.of(value);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
