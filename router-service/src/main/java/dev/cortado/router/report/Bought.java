package dev.cortado.router.report;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Obstacle;
import dev.cortado.router.decide.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One request that was worked on: what was chosen, what it came to, and what else there was.
///
/// @param variant that answered in the end
/// @param pool in which it did
/// @param failed whether no attempt came to an answer; what was generated until then may be charged all the same
/// @param verification whether it asked if another answer is right: that costs, and is no answer of its own
/// @param charged for all attempts
/// @param promptTokens of all attempts
/// @param completionTokens of all attempts
/// @param considered the decision's candidates
public record Bought(
        Instant decidedAt,
        VariantId variant,
        PoolId pool,
        boolean failed,
        boolean verification,
        NanoUsd charged,
        long promptTokens,
        long completionTokens,
        List<Considered> considered) {

    public Bought {
        considered = List.copyOf(considered);
    }

    /// The candidate that answered; empty for decisions that were pieced together from their usage.
    Optional<Considered> chosen() {
        return considered.stream()
                .filter(candidate ->
                        candidate.variant().equals(variant) && candidate.pool().equals(pool))
                .findFirst();
    }

    /// Candidates with a price, allowed to the tenant and able to do what was asked: those that money
    /// could have bought, were they up or not.
    List<Considered> priced() {
        return considered.stream()
                .filter(candidate -> candidate.cost().nanos() > 0 && !candidate.isBarred() && isAble(candidate))
                .toList();
    }

    /// As far as it is known.
    private static boolean isAble(Considered candidate) {
        Standing standing = candidate.standing();
        return standing == null || standing.obstacle() != Obstacle.UNABLE;
    }
}
