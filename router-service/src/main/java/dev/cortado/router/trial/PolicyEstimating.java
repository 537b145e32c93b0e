package dev.cortado.router.trial;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Reconsider;
import dev.cortado.router.learn.LoggedChoice;
import dev.cortado.router.learn.OffPolicy;
import dev.cortado.router.learn.OffPolicy.Judged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Judges a policy from an organisation's rated decisions.
///
/// The estimate is of those requests in which chance had a part and could have taken what either
/// policy takes: the others say nothing of what was not taken. Whether one belongs to them does not
/// depend on what chance took, nor on what came of it, so that leaving the others out favours neither
/// policy: where a check failed or a node did, and a fallback answered, that and all it cost is what
/// taking the choice led to. Outcomes are mean ratings, and what was charged; predictions are those of
/// the moment of the decision.
public final class PolicyEstimating {

    private static final double NANOS_A_USD = 1e9;

    private final RatedDecisions log;
    private final Reconsider reconsider;
    private final EstimateLimits limits;

    public PolicyEstimating(RatedDecisions log, Reconsider reconsider, EstimateLimits limits) {
        this.log = log;
        this.reconsider = reconsider;
        this.limits = limits;
    }

    /// Computed on a thread of its own: there may be ten thousand decisions.
    public CompletionStage<PolicyEstimate> estimate(OrganisationId organisation, OtherPolicy other, Instant since) {
        return log.newest(organisation, since, limits.decisionsMax()).thenApplyAsync(found -> of(found, other));
    }

    PolicyEstimate of(List<RatedDecision> decisions, OtherPolicy other) {
        Log judged = new Log();
        decisions.forEach(each -> judged.add(each, other));
        int ratings = judged.utilityInForce.size();
        if (ratings < limits.ratingsMin()) {
            return new PolicyEstimate.TooFewRatings(ratings, limits.ratingsMin(), judged.leftOut);
        }
        double effective = OffPolicy.effective(judged.utilityOfOther);
        if (effective < limits.effectiveMin()) {
            return new PolicyEstimate.TooFewAlike(ratings, effective, limits.effectiveMin(), judged.leftOut);
        }
        return new PolicyEstimate.Estimated(
                ratings,
                judged.alike,
                judged.leftOut,
                PolicyWorth.of(judged.utilityInForce, judged.costInForce),
                PolicyWorth.of(judged.utilityOfOther, judged.costOfOther),
                OffPolicy.difference(judged.utilityOfOther, judged.utilityInForce),
                OffPolicy.difference(judged.costOfOther, judged.costInForce));
    }

    /// The decisions that tell something, as both policies see them.
    private final class Log {
        private final List<Judged> utilityInForce = new ArrayList<>();
        private final List<Judged> utilityOfOther = new ArrayList<>();
        private final List<Judged> costInForce = new ArrayList<>();
        private final List<Judged> costOfOther = new ArrayList<>();
        private int alike;
        private LeftOut leftOut = LeftOut.NOTHING;

        void add(RatedDecision decision, OtherPolicy other) {
            Set<String> open = decision.grounds().drawn().open();
            Optional<Considered> taken = decision.taken();
            Optional<Considered> preferred = decision.preferred();
            Optional<Considered> wanted = reconsider.choice(other, decision.grounds(), decision.considered());
            if (open.isEmpty()) {
                leftOut = leftOut.oneCertain();
            } else if (taken.isEmpty() || preferred.isEmpty() || wanted.isEmpty()) {
                leftOut = leftOut.oneUntold();
            } else if (!open.contains(wanted.get().name())) {
                leftOut = leftOut.oneOutOfReach();
            } else {
                add(decision, preferred.get(), taken.get(), wanted.get());
            }
        }

        private void add(RatedDecision decision, Considered preferred, Considered taken, Considered wanted) {
            List<Considered> open = decision.considered().stream()
                    .filter(each -> decision.grounds().drawn().open().contains(each.name()))
                    .toList();
            double propensity = decision.grounds().drawn().propensity();
            int at = place(open, taken);
            LoggedChoice utility = new LoggedChoice(of(open, Considered::utility), at, propensity, decision.score());
            LoggedChoice cost = new LoggedChoice(
                    of(open, each -> each.cost().nanos() / NANOS_A_USD),
                    at,
                    propensity,
                    decision.charged().nanos() / NANOS_A_USD);
            List<Double> inForce = surely(open, preferred);
            List<Double> ofOther = surely(open, wanted);
            utilityInForce.add(new Judged(utility, inForce));
            utilityOfOther.add(new Judged(utility, ofOther));
            costInForce.add(new Judged(cost, inForce));
            costOfOther.add(new Judged(cost, ofOther));
            alike += preferred.name().equals(wanted.name()) ? 1 : 0;
        }
    }

    private static List<Double> of(List<Considered> open, ToDoubleFunction<Considered> quantity) {
        return open.stream().mapToDouble(quantity).boxed().toList();
    }

    private static List<Double> surely(List<Considered> open, Considered one) {
        List<Double> probabilities = new ArrayList<>(Collections.nCopies(open.size(), 0.0));
        probabilities.set(place(open, one), 1.0);
        return probabilities;
    }

    private static int place(List<Considered> open, Considered one) {
        Predicate<Considered> isOne = each -> each.name().equals(one.name());
        return (int) open.stream().takeWhile(isOne.negate()).count();
    }
}
