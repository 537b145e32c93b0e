package dev.cortado.bench.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.v1.LeaseGrant;
import dev.cortado.contracts.v1.LeaseGranted;
import dev.cortado.contracts.v1.LeaseRefused;
import dev.cortado.contracts.v1.LeaseReply;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.LeaseWant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RouterPostTest {

    private static final long HELD = 1L << 50;
    private static final long SESSION = 7;

    private final FakeWorld world = new FakeWorld();
    private final GrantTally tally = new GrantTally();
    private final RouterPost post = new RouterPost(SESSION, 4, HELD, world, tally, new SplittableRandom(1));

    RouterPostTest() {
        tally.steadyFrom(0);
    }

    @Test
    void due_whereARequestWaits_goesAtOnce_onAllCountersOfThePath() {
        post.due(path(1), 0);

        LeaseRequest message = world.sent.getFirst().message;
        assertEquals(SESSION, message.getSessionId());
        assertEquals(5, message.getSeq());
        assertEquals("7-5", message.getRequestId());
        assertTrue(message.hasWaitingSince());
        assertEquals(
                path(1).counters(),
                message.getWantsList().stream().map(LeaseWant::getCounterId).toList());
        for (LeaseWant want : message.getWantsList()) {
            assertEquals(HELD, want.getFloorTotal());
            assertEquals(HELD + 2 * PathTotals.HOLD_NANO_USD, want.getWantTotal());
        }
    }

    @Test
    void answered_countsFromWhenItWasDue_notFromWhenItWasSent() {
        world.pass(40);
        post.due(path(1), millis(10));
        world.pass(30);
        world.grant(0);

        assertNear(60_000, tally.micros(OrderKind.ASK, 100));
        assertEquals(0, tally.open());
    }

    @Test
    void due_whereNobodyWaits_gathersAndGoesTogether_timedFromThen() {
        warm(1);
        warm(2);
        long begun = world.nanos;
        post.due(path(1), begun);
        world.pass(15);
        post.due(path(2), world.nanos);
        world.pass(4);
        assertEquals(2, world.sent.size(), "it did not wait for others");

        world.pass(1);
        assertEquals(3, world.sent.size());
        LeaseRequest message = world.sent.getLast().message;
        assertEquals(6, message.getWantsCount());
        assertFalse(message.hasWaitingSince());
        world.pass(5);
        world.grant(2);
        assertEquals(4, tally.answered());
        assertNear(5_000, maxMicrosOfThoseThatNobodyWaitsFor());
    }

    @Test
    void due_whileAMessageAboutThePathIsUnderWay_goesWithTheNext_andCountsItsWait() {
        post.due(path(1), 0);
        world.pass(10);
        post.due(path(1), world.nanos);
        world.pass(5);
        post.due(path(1), world.nanos);
        assertEquals(1, world.sent.size(), "two messages about one path");

        world.pass(85);
        world.grant(0);
        assertEquals(2, world.sent.size());
        world.pass(20);
        world.grant(1);

        assertEquals(3, tally.answered());
        assertNear(110_000, maxMicrosOfThoseThatNobodyWaitsFor());
        assertEquals(2, world.sent.size(), "one message answers both");
    }

    @Test
    void due_whileSuchAMessageIsUnderWay_gathersBehindIt() {
        warm(1);
        warm(2);
        post.due(path(1), world.nanos);
        world.pass(20);
        post.due(path(2), world.nanos);
        world.pass(60);
        assertEquals(3, world.sent.size(), "two such messages at a time");

        world.grant(2);
        assertEquals(4, world.sent.size());
        world.grant(3);
        assertNear(60_000, maxMicrosOfThoseThatNobodyWaitsFor());
        assertEquals(0, tally.open());
    }

    @Test
    void failed_isSentAgainUnchanged_afterDoublingPauses() {
        post.due(path(1), 0);
        world.fail(0, CallFailed.Kind.UNAVAILABLE);
        world.pass(49);
        assertEquals(1, world.sent.size());
        world.pass(1);
        assertEquals(2, world.sent.size());
        world.fail(1, CallFailed.Kind.TIMED_OUT);
        world.pass(99);
        assertEquals(2, world.sent.size());
        world.pass(1);
        assertEquals(world.sent.getFirst().message, world.sent.get(2).message);
        world.grant(2);

        assertEquals(1, tally.retries(CallFailed.Kind.UNAVAILABLE));
        assertEquals(1, tally.retries(CallFailed.Kind.TIMED_OUT));
        assertEquals(0, tally.retries(CallFailed.Kind.OTHER));
        assertEquals(1, tally.answered());
        assertNear(150_000, tally.micros(OrderKind.ASK, 100));
    }

    @Test
    void refused_endsTheOrders_andTheNextSaysAgain() {
        post.due(path(1), 0);
        world.sent
                .getFirst()
                .answer
                .complete(LeaseReply.newBuilder()
                        .setRefused(LeaseRefused.newBuilder().setReason(LeaseRefused.Reason.SESSION_ENDED))
                        .build());

        assertEquals(1, tally.refusals());
        assertEquals(0, tally.open());
        assertEquals(0, tally.answered());
        post.due(path(1), world.nanos);
        assertEquals(2, world.sent.size());
        assertEquals(HELD, world.sent.getLast().message.getWants(0).getFloorTotal());
    }

    @Test
    void due_moreThanMayBeUnderWay_sharesTheNextPlace() {
        for (int n = 1; n <= RouterPost.MESSAGES_MAX + 4; n++) {
            post.due(path(n), 0);
        }
        assertEquals(RouterPost.MESSAGES_MAX, world.sent.size());

        world.grant(0);
        assertEquals(RouterPost.MESSAGES_MAX + 1, world.sent.size());
        assertEquals(4 * 3, world.sent.getLast().message.getWantsCount());
    }

    @Test
    void stop_leavesTheRestUnanswered() {
        post.due(path(1), 0);
        world.fail(0, CallFailed.Kind.UNAVAILABLE);
        post.stop();
        world.pass(1_000);
        post.due(path(2), world.nanos);

        assertEquals(1, world.sent.size());
        assertEquals(1, tally.open());
    }

    /// As near as the histogram tells.
    private static void assertNear(double expected, long actual) {
        assertEquals(expected, (double) actual, expected / 500);
    }

    private void warm(int tenant) {
        post.due(path(tenant), world.nanos);
        world.grant(world.sent.size() - 1);
    }

    private long maxMicrosOfThoseThatNobodyWaitsFor() {
        return Math.max(tally.micros(OrderKind.RENEW, 100), tally.micros(OrderKind.GIVE_BACK, 100));
    }

    private static PathLeases path(int tenant) {
        return SomePaths.path(0, tenant);
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }

    /// Time that passes only when told, and an accounting that answers only when told.
    private static final class FakeWorld implements RouterPost.World {

        private record Alarm(long atNanos, Runnable what) {}

        private record Sent(LeaseRequest message, CompletableFuture<LeaseReply> answer) {}

        private final List<Sent> sent = new ArrayList<>();
        private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::atNanos));
        private long nanos;

        void pass(long millis) {
            long until = nanos + millis(millis);
            for (Alarm next = alarms.peek(); next != null && next.atNanos <= until; next = alarms.peek()) {
                alarms.remove();
                nanos = next.atNanos;
                next.what.run();
            }
            nanos = until;
        }

        void grant(int place) {
            LeaseGranted.Builder granted = LeaseGranted.newBuilder();
            for (LeaseWant want : sent.get(place).message.getWantsList()) {
                granted.addGrants(LeaseGrant.newBuilder()
                        .setCounterId(want.getCounterId())
                        .setGrantedTotal(want.getWantTotal()));
            }
            sent.get(place)
                    .answer
                    .complete(LeaseReply.newBuilder().setGranted(granted).build());
        }

        void fail(int place, CallFailed.Kind kind) {
            sent.get(place).answer.completeExceptionally(new CallFailed(kind, "as told"));
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public void after(Duration wait, Runnable what) {
            alarms.add(new Alarm(nanos + wait.toNanos(), what));
        }

        @Override
        public CompletionStage<LeaseReply> lease(LeaseRequest message) {
            Sent now = new Sent(message, new CompletableFuture<>());
            sent.add(now);
            return now.answer;
        }
    }
}
