package dev.cortado.inference.verify;

import java.time.Instant;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/// Checks that a token is for this node in this life, in time, and not used before; and burns its id.
///
/// Ids are remembered until the token's `publishBy`, after which it is expired anyway. Safe for use by several threads.
public final class TokenVerifier {

    private final NodeIdentity self;
    private final int usedTokensMax;
    private final Set<AttemptId> used = new HashSet<>();
    private final PriorityQueue<Burnt> byTime = new PriorityQueue<>();

    /// @param usedTokensMax ids remembered at once; beyond it tokens are refused, since a forgotten id could be reused
    public TokenVerifier(NodeIdentity self, int usedTokensMax) {
        this.self = self;
        this.usedTokensMax = usedTokensMax;
    }

    private record Burnt(Instant until, AttemptId id) implements Comparable<Burnt> {

        @Override
        public int compareTo(Burnt other) {
            return until.compareTo(other.until);
        }
    }

    /// Order matters: a token of another life or one used before says nothing about whether its attempt was started.
    public synchronized Verdict verify(AttemptGrant grant, Instant now) {
        if (!grant.node().equals(self)) {
            return new Verdict.Bad(
                    RefusalCause.OTHER_INCARNATION,
                    "the token is for node " + grant.node().node() + " incarnation "
                            + grant.node().incarnation() + ", this is " + self.node() + " incarnation "
                            + self.incarnation());
        }
        forget(now);
        if (used.contains(grant.id())) {
            return new Verdict.Bad(RefusalCause.TOKEN_USED, "the token was used before");
        }
        if (now.isAfter(grant.times().startBy())) {
            return new Verdict.Bad(
                    RefusalCause.TOKEN_EXPIRED,
                    "the attempt had to start by " + grant.times().startBy() + ", it is " + now);
        }
        if (used.size() >= usedTokensMax) {
            return new Verdict.Bad(RefusalCause.QUEUE_FULL, "the node remembers as many used tokens as it may");
        }
        used.add(grant.id());
        byTime.add(new Burnt(latest(grant.times()), grant.id()));
        return new Verdict.Good();
    }

    synchronized int remembered() {
        return used.size();
    }

    private void forget(Instant now) {
        for (Burnt first = byTime.peek(); first != null && first.until().isBefore(now); first = byTime.peek()) {
            byTime.remove();
            used.remove(first.id());
        }
    }

    private static Instant latest(AttemptTimes times) {
        return times.publishBy().isAfter(times.startBy()) ? times.publishBy() : times.startBy();
    }
}
