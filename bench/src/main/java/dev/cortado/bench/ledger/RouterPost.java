package dev.cortado.bench.ledger;

import dev.cortado.contracts.v1.LeaseGrant;
import dev.cortado.contracts.v1.LeaseReply;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.LeaseWant;
import dev.cortado.router.grpc.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// Sends one router's orders as the router's own `LeasePost` does, with its default times: what a
/// request waits for goes at once; the rest gathers and goes together, one such message at a time; never
/// two messages about one path; and a message without an answer is sent again, unchanged, until it is
/// answered. For one thread.
final class RouterPost {

    static final Duration GATHER = Duration.ofMillis(20);
    static final Duration RETRY_FIRST = Duration.ofMillis(50);
    static final Duration RETRY_MAX = Duration.ofSeconds(1);
    static final int MESSAGES_MAX = 8;
    static final int ORGANISATIONS_MAX = 32;

    /// What a post needs of the world.
    interface World {

        /// On this machine's monotonic clock.
        long nanos();

        Instant now();

        void after(Duration wait, Runnable what);

        /// Fails with [CallFailed] where accounting does not answer.
        CompletionStage<LeaseReply> lease(LeaseRequest message);
    }

    private record Letter(LeaseRequest message, List<PathOrders> paths, boolean isUrgent) {}

    private final long session;
    private final long held;
    private final World world;
    private final GrantTally tally;
    private final SplittableRandom random;

    private final Map<Long, PathOrders> byFirstLease = new HashMap<>();
    private final Set<PathOrders> urgent = new LinkedHashSet<>();
    private final Set<PathOrders> patient = new LinkedHashSet<>();
    /// When the first of those that gather stops waiting for others.
    private long gatheredAtNanos;

    private boolean gathered;
    private boolean patientUnderWay;
    private int underWay;
    private long seq;
    private boolean stopped;

    /// @param seq of the session's last message
    /// @param held of each path, at the beginning
    RouterPost(long session, long seq, long held, World world, GrantTally tally, SplittableRandom random) {
        this.session = session;
        this.seq = seq;
        this.held = held;
        this.world = world;
        this.tally = tally;
        this.random = random;
    }

    /// An order for this path is due.
    void due(PathLeases leases, long dueNanos) {
        if (stopped) {
            return;
        }
        PathOrders path = byFirstLease.computeIfAbsent(leases.leases().getFirst(), _ -> new PathOrders(leases, held));
        tally.begins();
        if (!path.isUnderWay() && !path.isToGo()) {
            says(path, dueNanos, true);
        }
        boolean gathers = !path.isUnderWay() && patient.contains(path) && !gathered;
        path.add(gathers ? Math.max(dueNanos, gatheredAtNanos) : dueNanos);
        pump();
    }

    /// Nothing is sent any more; what is under way is not heard of.
    void stop() {
        stopped = true;
    }

    private void says(PathOrders path, long dueNanos, boolean gathers) {
        if (path.says(random).kind() == OrderKind.ASK) {
            urgent.add(path);
            return;
        }
        boolean isFirst = patient.isEmpty();
        patient.add(path);
        gathered = !gathers || (gathered && !isFirst);
        if (isFirst && gathers) {
            gatheredAtNanos = dueNanos + GATHER.toNanos();
            world.after(GATHER, () -> {
                gathered = true;
                pump();
            });
        }
    }

    private void pump() {
        for (int free = MESSAGES_MAX - underWay; free > 0 && !stopped; free = MESSAGES_MAX - underWay) {
            boolean mayBePatient = gathered && !patient.isEmpty() && !patientUnderWay;
            // The last place is for what can wait, lest it wait for ever.
            if (!urgent.isEmpty() && !(mayBePatient && free == 1)) {
                send(letter(drawn(urgent, Math.ceilDiv(urgent.size(), free)), true), RETRY_FIRST);
            } else if (mayBePatient) {
                patientUnderWay = true;
                send(letter(drawn(patient, patient.size()), false), RETRY_FIRST);
            } else {
                return;
            }
        }
    }

    private static List<PathOrders> drawn(Set<PathOrders> from, int count) {
        List<PathOrders> drawn = new ArrayList<>();
        Iterator<PathOrders> paths = from.iterator();
        while (paths.hasNext() && drawn.size() < Math.min(count, ORGANISATIONS_MAX)) {
            drawn.add(paths.next());
            paths.remove();
        }
        return drawn;
    }

    private Letter letter(List<PathOrders> paths, boolean isUrgent) {
        underWay++;
        seq++;
        long nanos = world.nanos();
        LeaseRequest.Builder message = LeaseRequest.newBuilder()
                .setSessionId(session)
                .setSeq(seq)
                .setRequestId(LedgerSessions.requestId(session, seq));
        long longest = 0;
        for (PathOrders path : paths) {
            path.goes(nanos);
            PathTotals.Want want = path.want();
            for (long counter : path.leases.counters()) {
                message.addWants(LeaseWant.newBuilder()
                        .setCounterId(counter)
                        .setFloorTotal(want.floor())
                        .setWantTotal(want.want()));
            }
            for (long due : path.due()) {
                longest = Math.max(longest, nanos - due);
            }
        }
        if (isUrgent) {
            message.setWaitingSince(Wire.ofInstant(world.now().minusNanos(longest)));
        }
        return new Letter(message.build(), paths, isUrgent);
    }

    private void send(Letter letter, Duration retryAfter) {
        world.lease(letter.message()).whenComplete((reply, failure) -> {
            if (stopped) {
                return;
            }
            if (failure == null) {
                answered(letter, reply);
                return;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof CallFailed failed) {
                tally.retried(failed.kind(), String.valueOf(failed.getMessage()));
            } else {
                tally.retried(CallFailed.Kind.OTHER, String.valueOf(cause));
            }
            Duration doubled = retryAfter.multipliedBy(2);
            world.after(retryAfter, () -> {
                if (!stopped) {
                    send(letter, doubled.compareTo(RETRY_MAX) < 0 ? doubled : RETRY_MAX);
                }
            });
        });
    }

    private void answered(Letter letter, LeaseReply reply) {
        underWay--;
        patientUnderWay &= letter.isUrgent();
        switch (reply.getOutcomeCase()) {
            case GRANTED -> granted(letter, reply.getGranted().getGrantsList());
            case REFUSED -> refused(letter, reply.getRefused().getReason().name());
            case OUTCOME_NOT_SET -> refused(letter, "EMPTY");
        }
        for (PathOrders path : letter.paths()) {
            if (path.ends()) {
                says(path, world.nanos(), false);
            }
        }
        pump();
    }

    private void granted(Letter letter, List<LeaseGrant> grants) {
        long nanos = world.nanos();
        Map<Long, Long> totals = new HashMap<>();
        grants.forEach(grant -> totals.put(grant.getCounterId(), grant.getGrantedTotal()));
        tally.granted(letter.message().getWantsCount());
        for (PathOrders path : letter.paths()) {
            PathTotals.Want want = path.want();
            long total = path.leases.counters().stream()
                    .mapToLong(counter -> totals.getOrDefault(counter, want.floor()))
                    .min()
                    .orElse(want.floor());
            if (total < want.want()) {
                tally.fellShort();
            }
            path.granted(total);
            path.due().forEach(due -> tally.answered(want.kind(), due, nanos));
        }
    }

    private void refused(Letter letter, String reason) {
        tally.refused(
                reason,
                letter.paths().stream().mapToInt(path -> path.due().size()).sum());
    }
}
