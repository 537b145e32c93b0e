package dev.cortado.bench.soak;

import dev.cortado.bench.cluster.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Eight clients that ask without a pause until there were so many generations, while the node's memory is looked at.
final class Soak {

    private static final int STREAMS = 8;
    private static final long LOOK_MILLIS = 1_000;
    private static final int LOOKS_A_LINE = 10;

    private final int generations;
    private final Wishes wishes;
    private final Generator generator;
    private final Member node;
    private final int settled;
    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Long> settledBytes = new ArrayList<>();

    /// @param settled generations after which memory is to stay flat
    Soak(int generations, int settled, Wishes wishes, Generator generator, Member node) {
        this.generations = generations;
        this.settled = settled;
        this.wishes = wishes;
        this.generator = generator;
        this.node = node;
    }

    void run() throws IOException, InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int n = 0; n < STREAMS; n++) {
            clients.add(Thread.ofVirtual().start(this::ask));
        }
        for (int look = 1; clients.stream().anyMatch(Thread::isAlive); look++) {
            Thread.sleep(LOOK_MILLIS);
            long bytes = ProcessMemory.anonymousBytes(node.pid().orElseThrow());
            if (attempts.size() >= settled) {
                settledBytes.add(bytes);
            }
            if (look % LOOKS_A_LINE == 0) {
                System.err.printf(
                        Locale.ROOT,
                        "%d of %d generations, %d MiB anonymous%n",
                        attempts.size(),
                        generations,
                        bytes >> 20);
            }
        }
    }

    private void ask() {
        while (begun.incrementAndGet() <= generations) {
            Wishes.Wish wish;
            synchronized (wishes) {
                wish = wishes.next();
            }
            try {
                attempts.add(generator.run(wish));
            } catch (IllegalStateException e) {
                failures.add(String.valueOf(e.getMessage()));
                System.err.println(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /// What broke or was refused.
    List<String> failures() {
        return List.copyOf(failures);
    }

    /// Anonymous memory each second from then on.
    List<Long> settledBytes() {
        return List.copyOf(settledBytes);
    }
}
