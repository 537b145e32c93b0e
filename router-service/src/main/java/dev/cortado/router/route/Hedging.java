package dev.cortado.router.route;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.decide.Candidates;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.Tried;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.hold.AttemptKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Running a second attempt of a request beside its first, at another node: which may, and within what.
final class Hedging {

    private Hedging() {}

    /// Why no attempt may run beside this one; empty where one may.
    static Optional<String> refusal(RouteRequest request, Decision decision, AttemptKey running) {
        if (Escalation.isPossible(request)) {
            return Optional.of("an answer that is checked before it is delivered is not hedged");
        }
        Attempt latest = decision.latest();
        if (!latest.key().equals(running) || decision.attempts().size() > 1) {
            return Optional.of("attempt " + running.attempt() + " is not the only one: a request is hedged once");
        }
        return latest.fate().isOpen() ? Optional.empty() : Optional.of("attempt " + running.attempt() + " is over");
    }

    /// The second attempt's way: no variant at the node of the first, and no more for both together
    /// than the request may cost.
    static Journey journey(RouteRequest request, Decision decision, TenantRule rule, Catalogue catalogue, int tries) {
        Attempt first = decision.latest();
        Set<Candidates.Failed> taken = catalogue.variants().stream()
                .map(variant -> new Candidates.Failed(first.node(), variant.id()))
                .collect(Collectors.toSet());
        boolean charged = Boolean.TRUE.equals(rule.paysForHedges());
        return new Journey(
                request.with(within(request.wishes(), first.hold())),
                decision,
                Tried.of(taken),
                tries,
                new Hedge(first.key().attempt(), charged));
    }

    private static Wishes within(Wishes wishes, NanoUsd held) {
        NanoUsd highest = wishes.costMax();
        return highest == null ? wishes : wishes.costingAtMost(NanoUsd.of(Math.max(0, highest.nanos() - held.nanos())));
    }
}
