package dev.cortado.bench.simulation.check;

import dev.cortado.bench.simulation.party.LogHost;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.AttemptId;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.Placement;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What truly happened to every attempt of a history. The parties report to it what they do; nobody reads it but the
/// invariants.
public final class Truth {

    private final Map<AttemptKey, AttemptTruth> attempts = new LinkedHashMap<>();
    private final Set<AttemptTruth> changed = new LinkedHashSet<>();
    private final Queue<AttemptTruth> running = new PriorityQueue<>(Comparator.comparing(attempt -> attempt.publishBy));
    private final LiabilityByLease liability = new LiabilityByLease();
    private final Map<Long, Instant> spokeAt = new HashMap<>();

    /// A router signed a token.
    public void placed(Placement placement, AttemptGrant grant) {
        int count = grant.holds().size();
        long[] leases = new long[count];
        long[] held = new long[count];
        for (int i = 0; i < count; i++) {
            leases[i] = grant.holds().get(i).lease().value();
            held[i] = grant.holds().get(i).amount();
        }
        AttemptTruth attempt = new AttemptTruth(
                placement.key(),
                grant.times().publishBy(),
                leases,
                held,
                placement.hedge().orElse(null));
        if (attempts.putIfAbsent(placement.key(), attempt) != null) {
            throw new IllegalStateException(placement.key() + " was placed before");
        }
        running.add(attempt);
        changed(attempt);
    }

    private void changed(AttemptTruth attempt) {
        attempt.count(liability);
        changed.add(attempt);
    }

    /// A session asked accounting for leases, or was answered: while that is under way it answers no recall.
    public void spoke(long session, Instant at) {
        spokeAt.put(session, at);
    }

    /// Whether a session spoke with accounting about leases since then.
    boolean hasSpokenSince(long session, Instant moment) {
        Instant at = spokeAt.get(session);
        return at != null && at.isAfter(moment);
    }

    /// Its node refused it for good, or its token will never be presented.
    public void off(AttemptKey key) {
        AttemptTruth attempt = attempts.get(key);
        if (attempt != null) {
            attempt.isOff = true;
            changed(attempt);
        }
    }

    public void deltaDelivered(AttemptId id) {
        AttemptTruth attempt = attempts.get(key(id));
        if (attempt != null && !attempt.deltaDelivered) {
            attempt.deltaDelivered = true;
            changed(attempt);
        }
    }

    /// Its node ended the response with a receipt.
    ///
    /// @return what an earlier response of the same attempt said, if there was one
    public @Nullable Map<Long, Long> finished(MeteredAttempt metered) {
        AttemptTruth attempt = attempts.get(key(metered.grant().id()));
        if (attempt == null) {
            return null;
        }
        Map<Long, Long> earlier = attempt.receipt;
        Map<Long, Long> charged = new HashMap<>();
        metered.charges().forEach(charge -> charged.put(charge.hold().lease().value(), charge.charged()));
        attempt.receipt = charged;
        changed(attempt);
        return earlier;
    }

    /// An event stands in the log.
    public void logged(LogHost.Logged record) {
        if (record.content() instanceof LogHost.Usage usage) {
            AttemptTruth attempt = attempts.get(new AttemptKey(
                    usage.permission().reservation(), usage.permission().attempt()));
            if (attempt != null && attempt.logged == null) {
                Map<Long, Long> charged = new HashMap<>();
                usage.metering()
                        .charges()
                        .forEach(charge -> charged.put(charge.hold().lease().value(), charge.charged()));
                attempt.logged = charged;
                attempt.loggedAt = record.appendedAt();
                changed(attempt);
            }
        }
    }

    /// Time passes: what is not in the log by its time will never be charged.
    ///
    /// @param logMillis the broker's clock, which never goes back
    void passes(long logMillis) {
        for (AttemptTruth next = running.peek();
                next != null && logMillis > next.publishBy.toEpochMilli();
                next = running.peek()) {
            running.remove();
            next.isOver = true;
            changed(next);
        }
    }

    @Nullable
    AttemptTruth attempt(AttemptKey key) {
        return attempts.get(key);
    }

    Collection<AttemptTruth> attempts() {
        return attempts.values();
    }

    public int count() {
        return attempts.size();
    }

    /// What may still be charged to each lease, or is, at the time that was last told.
    LiabilityByLease liability() {
        return liability;
    }

    /// Attempts of which something became known since they were last looked at.
    Set<AttemptTruth> changed() {
        return changed;
    }

    /// All were looked at.
    void clearChanges() {
        changed.clear();
        liability.changed().clear();
    }

    private static AttemptKey key(AttemptId id) {
        return new AttemptKey(id.reservation(), id.attempt());
    }
}
