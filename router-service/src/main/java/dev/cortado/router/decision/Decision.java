package dev.cortado.router.decision;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decide.Candidates;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.decide.Overlong;
import dev.cortado.router.decide.Tried;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One routed request: what was asked, what was considered, and its attempts. Holds no text of the
/// prompt.
///
/// @param utilityMin null where the client named none
/// @param policy which rule chose
/// @param grounds by what; null where only the usage event told of the decision, or an older router
///     stored it
/// @param prompt what was seen of it, for what is learnt of ratings; null where nothing was kept, and
///     in what was read from the store
public record Decision(
        ReservationId id,
        Tenant tenant,
        Instant decidedAt,
        String model,
        @Nullable Double utilityMin,
        @Nullable NanoUsd costMax,
        String policy,
        List<Considered> considered,
        List<Attempt> attempts,
        String requestId,
        Map<String, String> metadata,
        @Nullable Grounds grounds,
        @Nullable SeenPrompt prompt) {

    /// One of which the grounds are not known.
    public Decision(
            ReservationId id,
            Tenant tenant,
            Instant decidedAt,
            String model,
            @Nullable Double utilityMin,
            @Nullable NanoUsd costMax,
            String policy,
            List<Considered> considered,
            List<Attempt> attempts,
            String requestId,
            Map<String, String> metadata) {
        this(
                id,
                tenant,
                decidedAt,
                model,
                utilityMin,
                costMax,
                policy,
                considered,
                attempts,
                requestId,
                metadata,
                null,
                null);
    }

    public Decision {
        considered = List.copyOf(considered);
        attempts = List.copyOf(attempts);
        metadata = Map.copyOf(metadata);
    }

    public Optional<Attempt> attempt(AttemptKey key) {
        return attempts.stream().filter(attempt -> attempt.key().equals(key)).findFirst();
    }

    public Attempt latest() {
        return attempts.getLast();
    }

    /// Sum over the attempts, without the one of a hedge that the operator bears; empty while one is
    /// open.
    public Optional<NanoUsd> cost() {
        if (isOpen()) {
            return Optional.empty();
        }
        NanoUsd sum = NanoUsd.ZERO;
        for (Attempt attempt : attempts) {
            sum = sum.plus(attempt.fate().charged().orElse(NanoUsd.ZERO));
        }
        return Optional.of(sum.minus(borneByOperator()));
    }

    /// What the tenant does not pay of hedges, by the same rule as accounting's.
    private NanoUsd borneByOperator() {
        NanoUsd sum = NanoUsd.ZERO;
        for (Attempt attempt : attempts) {
            Hedge hedge = attempt.hedge();
            if (hedge != null && !hedge.charged()) {
                NanoUsd borne = attempt(new AttemptKey(id, hedge.of()))
                        .map(beside -> Fate.borneByOperator(beside.fate(), attempt.fate()))
                        .orElse(NanoUsd.ZERO);
                sum = sum.plus(borne);
            }
        }
        return sum;
    }

    /// The attempt whose answer was delivered, as far as it is known: the last that came to a whole
    /// answer, unless another runs after it. A hedge that was outrun comes to none, and an answer that
    /// another variant was to better, and did not, is delivered after all.
    public Attempt answering() {
        Attempt latest = latest();
        if (latest.fate().isOpen() && latest.hedge() == null) {
            return latest;
        }
        return attempts.reversed().stream()
                .filter(each -> each.fate() instanceof Fate.Settled settled && settled.isWhole())
                .findFirst()
                .orElse(latest);
    }

    /// What its attempts have shown. A node that found the prompt too long is not one that failed: what
    /// it said tells of every other one too.
    public Tried tried() {
        Set<Candidates.Failed> failed = new HashSet<>();
        List<Overlong.Refusal> overlong = new ArrayList<>();
        for (Attempt attempt : attempts) {
            if (attempt.fate() instanceof Fate.Refused refused && refused.isOverlong()) {
                overlong.add(new Overlong.Refusal(
                        attempt.node(), attempt.variant(), refused.promptTokens(), refused.context()));
            } else {
                failed.add(new Candidates.Failed(attempt.node(), attempt.variant()));
            }
        }
        return new Tried(failed, new Overlong(overlong));
    }

    public boolean isOpen() {
        return attempts.stream().anyMatch(attempt -> attempt.fate().isOpen());
    }

    public Decision with(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.removeIf(other -> other.key().equals(attempt.key()));
        more.add(attempt);
        more.sort((a, b) -> Integer.compare(a.key().attempt(), b.key().attempt()));
        return new Decision(
                id,
                tenant,
                decidedAt,
                model,
                utilityMin,
                costMax,
                policy,
                considered,
                more,
                requestId,
                metadata,
                grounds,
                prompt);
    }

    Decision with(AttemptKey key, Fate fate) {
        return attempt(key).map(attempt -> with(attempt.with(fate))).orElse(this);
    }
}
