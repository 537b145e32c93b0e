package dev.cortado.inference.remote;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Does something again and again on a thread of its own, until it is closed.
final class Ticker implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Ticker.class.getName());
    private static final Duration OFTEN = Duration.ofMillis(20);

    private final Thread thread;
    private volatile boolean closed;

    Ticker(String name, Runnable look) {
        this(name, OFTEN, look);
    }

    Ticker(String name, Duration interval, Runnable look) {
        thread = Thread.ofVirtual().name(name).start(() -> run(interval, look));
    }

    private void run(Duration interval, Runnable look) {
        while (!closed) {
            try {
                look.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a look at a remote server failed", e);
            }
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
