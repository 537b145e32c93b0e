package dev.cortado.local.command;

import dev.cortado.local.artefact.Progress;
import java.time.Duration;

/// Shows how far one thing is: a line now and then, so that it reads the same in a terminal and in a log.
final class ProgressLine implements Progress {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final String name;
    private final long begin = System.nanoTime();
    private long saidAt = begin;

    ProgressLine(String name) {
        this.name = name;
    }

    @Override
    public synchronized void at(String what, long bytesDone, long bytesTotal) {
        if (System.nanoTime() - saidAt < EVERY.toNanos()) {
            return;
        }
        saidAt = System.nanoTime();
        long seconds = Math.max(1, (saidAt - begin) / 1_000_000_000);
        String share = bytesTotal > 0
                ? Say.bytes(bytesDone) + " of " + Say.bytes(bytesTotal) + ", " + Say.bytes(bytesDone / seconds) + "/s"
                : "";
        System.out.println("  ... " + name + "  " + share + "  (" + what + ")");
    }

    /// Says that it still goes on, for work that cannot tell how far it is.
    Thread ticking() {
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Thread.sleep(EVERY.multipliedBy(3));
                    System.out.println("  ... " + name + "  " + Say.duration((System.nanoTime() - begin) / 1_000_000));
                }
            } catch (InterruptedException e) {
                // it is done
            }
        });
    }

    void done(String word, long millis) {
        System.out.println("  " + word + " " + name + "  " + Say.seconds(millis));
    }
}
