package dev.cortado.bench.ledger;

import dev.cortado.contracts.v1.HeartbeatRequest;
import dev.cortado.contracts.v1.LeaseReply;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.SessionServiceGrpc;
import dev.cortado.router.grpc.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// The routers beside posting: orders at a steady rate, whatever became of those before, of the tenants
/// that the events are drawn for, and heartbeats.
final class GrantLoad implements AutoCloseable {

    private static final Duration LEASE_MAX = Duration.ofMillis(500);
    private static final Duration HEARTBEAT_MAX = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(3);
    private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 5;
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final AccountingCalls calls;
    private final LedgerSessions sessions;
    private final GrantTally tally = new GrantTally();
    private final List<RouterPost> posts;
    private final Thread thread;
    private volatile boolean stopped;

    GrantLoad(AccountingCalls calls, LedgerSessions sessions, int perSecond) {
        this.calls = calls;
        this.sessions = sessions;
        SplittableRandom random = new SplittableRandom(1);
        this.posts = IntStream.range(0, calls.routers())
                .mapToObj(router -> new RouterPost(
                        sessions.id(router),
                        sessions.seq(router),
                        LedgerSessions.HELD_NANO_USD,
                        new Connected(calls, router),
                        tally,
                        random.split()))
                .toList();
        for (int router = 0; router < calls.routers(); router++) {
            heartbeat(router);
        }
        this.thread = Thread.ofPlatform().name("grants").daemon(true).start(() -> order(random.split(), perSecond));
    }

    /// From now on accounting is no longer starting.
    void steady() {
        tally.steadyFrom(System.nanoTime());
    }

    GrantTally tally() {
        return tally;
    }

    private void order(SplittableRandom random, int perSecond) {
        long begun = System.nanoTime();
        for (long n = 0; !stopped; n++) {
            long due = begun + n * NANOS_A_SECOND / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            PathLeases path = sessions.paths().any(random);
            calls.run(() -> posts.get(path.router()).due(path, due));
        }
    }

    private void heartbeat(int router) {
        if (stopped) {
            return;
        }
        calls.run(() -> {
            HeartbeatRequest beat = HeartbeatRequest.newBuilder()
                    .setSessionId(sessions.id(router))
                    .setRouterNow(Wire.ofInstant(Instant.now()))
                    .build();
            calls.call(router, SessionServiceGrpc.getHeartbeatMethod(), beat, HEARTBEAT_MAX)
                    .whenComplete((reply, failure) -> {
                        if (failure == null && reply.getEnded()) {
                            System.err.println("the session of router " + router + " has ended");
                        }
                    });
            calls.after(HEARTBEAT_EVERY, () -> heartbeat(router));
        });
    }

    /// Begins no more orders, and waits for the last answers, but not for ever.
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
            long end = System.nanoTime() + LAST_ANSWERS_MAX.toNanos();
            while (tally.open() > 0 && System.nanoTime() < end) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CompletableFuture<Boolean> last = new CompletableFuture<>();
        calls.run(() -> {
            posts.forEach(RouterPost::stop);
            last.complete(true);
        });
        last.join();
    }

    private record Connected(AccountingCalls calls, int router) implements RouterPost.World {

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void after(Duration wait, Runnable what) {
            calls.after(wait, what);
        }

        @Override
        public CompletionStage<LeaseReply> lease(LeaseRequest message) {
            return calls.call(router, SessionServiceGrpc.getLeaseMethod(), message, LEASE_MAX);
        }
    }
}
