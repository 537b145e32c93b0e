package dev.cortado.bench.cluster;

import dev.cortado.bench.cluster.ServiceCommands.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One process that is started again when it dies, after a pause. Safe for use by several threads.
public final class Member implements AutoCloseable {

    private static final Duration RESTART_AFTER = Duration.ofMillis(500);

    private final String name;
    private final Supplier<Service> service;
    private final Path log;
    private @Nullable Process process;
    private boolean paused;
    private boolean closed;
    private int starts;

    /// @param service asked anew before each start
    public Member(String name, Supplier<Service> service, Path logs) {
        this.name = name;
        this.service = service;
        this.log = logs.resolve(name + ".log");
    }

    public String name() {
        return name;
    }

    public synchronized void start() throws IOException {
        if (closed) {
            return;
        }
        Service now = service.get();
        ProcessBuilder builder = new ProcessBuilder(now.command())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(now.environment());
        Process started = builder.start();
        process = started;
        starts++;
        paused = false;
        Thread.ofVirtual().name(name).start(() -> startAgainAfter(started));
    }

    private void startAgainAfter(Process started) {
        try {
            started.waitFor();
            Thread.sleep(RESTART_AFTER);
            start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be started again", e);
        }
    }

    /// How often it was started; beyond the first time, because it had died.
    public synchronized int starts() {
        return starts;
    }

    /// The process that runs now or ran last; empty before the first start.
    public synchronized OptionalLong pid() {
        Process running = process;
        return running == null ? OptionalLong.empty() : OptionalLong.of(running.pid());
    }

    /// As `kill -9` does.
    public synchronized void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /// As `kill -STOP` does: the process keeps its beliefs and its sockets, and does nothing.
    public synchronized void pause() throws IOException, InterruptedException {
        signal("-STOP");
        paused = true;
    }

    public synchronized void resume() throws IOException, InterruptedException {
        signal("-CONT");
        paused = false;
    }

    /// Whether it can be talked to, as far as is known from outside.
    public synchronized boolean reachable() {
        Process running = process;
        return running != null && running.isAlive() && !paused;
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process running = process;
        if (running != null && running.isAlive()) {
            new ProcessBuilder("kill", signal, Long.toString(running.pid()))
                    .start()
                    .waitFor();
        }
    }

    /// Kills it for good.
    @Override
    public synchronized void close() {
        closed = true;
        kill();
    }
}
