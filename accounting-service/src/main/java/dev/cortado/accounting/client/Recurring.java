package dev.cortado.accounting.client;

import java.time.Duration;
import org.jboss.logging.Logger;

/// Does something again and again, on a thread of its own, until it is closed. A round that fails is logged, and comes
/// again.
public final class Recurring implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Recurring.class);

    /// A round.
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    private final Thread thread;

    public Recurring(String name, Duration interval, Round round) {
        thread = Thread.ofVirtual().name(name).start(() -> repeat(name, interval, round));
    }

    private static void repeat(String name, Duration interval, Round round) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    round.run();
                } catch (RuntimeException failure) {
                    LOG.warnf("%s: %s; comes again", name, failure.toString());
                }
                Thread.sleep(interval);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
