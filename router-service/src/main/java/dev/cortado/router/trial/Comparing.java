package dev.cortado.router.trial;

import dev.cortado.router.decide.InTrial;
import dev.cortado.router.decide.InTrial.Arm;
import dev.cortado.router.decide.InTrial.WouldTake;
import dev.cortado.router.decide.PolicyTrial;
import dev.cortado.router.decide.RulesInForce;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Compares the arms of a trial.
public final class Comparing {

    private static final double NANOS_A_USD = 1e9;

    private final TriedDecisions log;
    private final RulesInForce rules;
    private final int decisionsMax;

    /// A trial, asked for; `isSet`: it is set for the tenant now.
    public sealed interface Outcome {

        record Compared(TrialComparison comparison, boolean isSet) implements Outcome {}

        /// No answered request was in it.
        ///
        /// @param name empty where none was named and none is set
        record Unknown(String name, boolean isSet) implements Outcome {}
    }

    /// @param decisionsMax of a comparison
    public Comparing(TriedDecisions log, RulesInForce rules, int decisionsMax) {
        this.log = log;
        this.rules = rules;
        this.decisionsMax = decisionsMax;
    }

    /// Computed on a thread of its own: there may be ten thousand decisions.
    ///
    /// @param named empty for the trial that is set for the tenant now
    public CompletionStage<Outcome> compare(Tenant tenant, String named, Instant since) {
        return rules.of(tenant).thenCompose(rule -> compare(tenant, rule.trial(), named, since));
    }

    private CompletionStage<Outcome> compare(Tenant tenant, @Nullable PolicyTrial set, String named, Instant since) {
        String name = named.isEmpty() && set != null ? set.name() : named;
        boolean isSet = set != null && set.name().equals(name);
        if (name.isEmpty()) {
            return CompletableFuture.completedFuture(new Outcome.Unknown(name, isSet));
        }
        return log.newest(tenant.organisation(), name, since, decisionsMax + 1)
                .thenApplyAsync(found -> outcome(name, isSet, found));
    }

    private Outcome outcome(String name, boolean isSet, List<TriedDecision> found) {
        return found.isEmpty()
                ? new Outcome.Unknown(name, isSet)
                : new Outcome.Compared(
                        of(name, found.subList(0, Math.min(found.size(), decisionsMax)), found.size() > decisionsMax),
                        isSet);
    }

    /// A trial that changed from the shadow to serving is compared by what was served.
    static TrialComparison of(String trial, List<TriedDecision> found, boolean truncated) {
        boolean isShadow = found.stream().allMatch(each -> each.part().arm() == Arm.SHADOW);
        return isShadow ? inShadow(trial, found, truncated) : served(trial, found, truncated);
    }

    private static TrialComparison served(String trial, List<TriedDecision> found, boolean truncated) {
        Sums usual = new Sums();
        Sums other = new Sums();
        for (TriedDecision each : found) {
            switch (each.part().arm()) {
                case CONTROL -> usual.served(each);
                case TRIAL -> other.served(each);
                case SHADOW -> {}
            }
        }
        return new TrialComparison(trial, false, truncated, 0, usual.side(), other.side(), other.less(usual));
    }

    /// Request by request, since both decided the same ones: what the difference has in common with neither cancels.
    private static TrialComparison inShadow(String trial, List<TriedDecision> found, boolean truncated) {
        Sums served = new Sums();
        Sums shadow = new Sums();
        ClusteredMean utility = new ClusteredMean();
        ClusteredMean cost = new ClusteredMean();
        long alike = 0;
        for (TriedDecision each : found) {
            InTrial part = each.part();
            WouldTake instead = part.wouldTake();
            served.served(each);
            if (instead != null) {
                double likely = instead.cost().nanos() / NANOS_A_USD;
                shadow.chosen(part.unit().hash(), instead.utility(), likely);
                utility.add(part.unit().hash(), instead.utility() - each.utility());
                cost.add(part.unit().hash(), likely - each.likelyCostUsd());
                alike += each.isWhat(instead) ? 1 : 0;
            }
        }
        return new TrialComparison(
                trial,
                true,
                truncated,
                alike,
                served.side(),
                shadow.side(),
                new TrialComparison.Means(utility.estimate(), cost.estimate(), Optional.empty(), Optional.empty()));
    }

    /// One side's requests.
    private static final class Sums {
        private final ClusteredMean utility = new ClusteredMean();
        private final ClusteredMean likely = new ClusteredMean();
        private final ClusteredMean charged = new ClusteredMean();
        private final ClusteredMean rating = new ClusteredMean();

        void chosen(long unit, double expected, double likelyCostUsd) {
            utility.add(unit, expected);
            likely.add(unit, likelyCostUsd);
        }

        void served(TriedDecision decision) {
            long unit = decision.part().unit().hash();
            chosen(unit, decision.utility(), decision.likelyCostUsd());
            charged.add(unit, decision.chargedUsd());
            Double score = decision.score();
            if (score != null) {
                rating.add(unit, score);
            }
        }

        TrialComparison.Side side() {
            return new TrialComparison.Side(
                    utility.count(),
                    utility.units(),
                    rating.count(),
                    new TrialComparison.Means(
                            utility.estimate(), likely.estimate(), charged.estimate(), rating.estimate()));
        }

        TrialComparison.Means less(Sums usual) {
            return new TrialComparison.Means(
                    utility.less(usual.utility),
                    likely.less(usual.likely),
                    charged.less(usual.charged),
                    rating.less(usual.rating));
        }
    }
}
