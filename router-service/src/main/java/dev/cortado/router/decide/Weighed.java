package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.BudgetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A candidate with its estimates: on the soonest place that has room, can do what is asked and likely
/// holds the prompt, else on whichever shows what it would cost.
///
/// @param option null where no place has room
/// @param shown the estimate to judge wishes by, null without a price
/// @param expected utility of the variant's answer to this prompt
record Weighed(
        Candidate candidate,
        UtilityEstimate expected,
        @Nullable Option option,
        @Nullable Estimate shown,
        boolean isUp) {

    /// Every node streams, so that none has to say so.
    private static final String STREAM = "stream";

    private static final String SEVERAL = "n";

    static Weighed of(Wishes wishes, Estimates estimates, Candidate candidate) {
        UtilityEstimate expected = estimates.utility(candidate.variant());
        TokenCount completion = estimates.completion(candidate.variant());
        var prices = candidate.prices();
        if (prices == null) {
            return new Weighed(
                    candidate, expected, null, null, !candidate.places().isEmpty());
        }
        List<Option> options = candidate.places().stream()
                .filter(place -> !place.load().occupancy().isFull())
                .map(place -> new Option(
                        candidate.variant(),
                        place.node(),
                        prices,
                        Estimate.of(wishes, candidate, place.load(), prices, completion),
                        expected))
                .sorted(Comparator.comparing((Option option) -> !isEligible(wishes, option))
                        .thenComparing(option -> option.estimate().fit().outlook())
                        .thenComparing(option -> option.estimate().latency()))
                .toList();
        Option soonest = options.isEmpty() ? null : options.getFirst();
        if (soonest != null && !soonest.estimate().fit().isTooLong()) {
            return new Weighed(candidate, expected, soonest, soonest.estimate(), true);
        }
        VariantLoad load = candidate.places().stream()
                .map(Candidate.Place::load)
                .max(Comparator.comparing(VariantLoad::contextAtMost))
                .orElseGet(() -> Idle.load(candidate.variant()));
        Estimate longest = Estimate.of(wishes, candidate, load, prices, completion);
        // A full node that could hold the prompt is worth waiting for; beside it the short one counts for nothing.
        return soonest != null && longest.fit().isTooLong()
                ? new Weighed(candidate, expected, soonest, longest, true)
                : new Weighed(
                        candidate, expected, null, longest, !candidate.places().isEmpty());
    }

    /// Whether a node can do what is asked, may hold the prompt, is likely in time and, with its context, below the
    /// highest cost: those come before any other, and only among them the likelier to hold it.
    private static boolean isEligible(Wishes wishes, Option option) {
        Duration latencyMax = wishes.latencyMax();
        NanoUsd costMax = wishes.costMax();
        Estimate estimate = option.estimate();
        return missing(wishes, option).isEmpty()
                && !estimate.fit().isTooLong()
                && (latencyMax == null || estimate.latency().compareTo(latencyMax) <= 0)
                && (costMax == null || estimate.costSufficient().compareTo(costMax) <= 0);
    }

    double utility() {
        return expected.mean();
    }

    /// The lower bound of its utility.
    double sureUtility() {
        return expected.low();
    }

    NanoUsd cost() {
        return shown == null ? NanoUsd.ZERO : shown.cost();
    }

    /// Told apart from every other candidate of a request.
    String name() {
        return candidate.variant().id().value() + "@" + candidate.pool().value();
    }

    /// Share of the pool's slots for this variant that are taken, above 1 where attempts wait; 0 without a node.
    double load() {
        long slots = 0;
        long taken = 0;
        for (Candidate.Place place : candidate.places()) {
            Occupancy occupancy = place.load().occupancy();
            slots += occupancy.slots();
            taken += occupancy.busySlots() + (long) occupancy.queueDepth();
        }
        return slots == 0 ? 0 : (double) taken / slots;
    }

    boolean isWithin(@Nullable NanoUsd costMax) {
        return costMax == null || shown == null || shown.costSufficient().compareTo(costMax) <= 0;
    }

    boolean isWithin(@Nullable Duration latencyMax) {
        return latencyMax == null
                || option == null
                || option.estimate().latency().compareTo(latencyMax) <= 0;
    }

    Optional<Option> usable() {
        return Optional.ofNullable(option);
    }

    /// What the request asks for that the node it would go to cannot do.
    Set<String> missing(Wishes wishes) {
        return usable().map(usable -> missing(wishes, usable)).orElseGet(Set::of);
    }

    /// Whether the context is surely too short; of a candidate without a node that has room, the
    /// longest that it would have. Nothing is said of one without a price.
    boolean isTooLong() {
        return shown != null && shown.fit().isTooLong();
    }

    /// Whether it can do what is asked and may hold the prompt, as far as that is known of what is down.
    boolean isAble(Wishes wishes) {
        return missing(wishes).isEmpty() && !isTooLong();
    }

    /// Why it is not, in words.
    String unableBecause(Wishes wishes) {
        List<String> why = new ArrayList<>();
        Set<String> missing = missing(wishes);
        if (!missing.isEmpty()) {
            why.add("lacks " + String.join(", ", missing));
        }
        if (shown != null && shown.fit().isTooLong()) {
            ContextFit fit = shown.fit();
            why.add("a context of " + fit.context().count() + " tokens is too short for a prompt of at least "
                    + fit.promptAtLeast().count());
        }
        return String.join("; ", why);
    }

    private static Set<String> missing(Wishes wishes, Option option) {
        Set<String> missing = new HashSet<>(wishes.capabilities());
        missing.remove(STREAM);
        option.node().load(option.variant().id()).ifPresent(load -> {
            missing.removeAll(load.capabilities());
            if (wishes.choices() > load.occupancy().slots()) {
                missing.add(SEVERAL);
            }
        });
        return missing;
    }

    /// As policies compare it.
    ///
    /// @param congestion how much dearer a full pool counts, as a share of the likely cost
    Contender contender(Wishes wishes, BudgetView budget, double congestion) {
        boolean fits = option != null && option.estimate().isWithin(budget);
        boolean roomy = shown == null || shown.fit().isLikely();
        return new Contender(
                name(),
                expected,
                new Standing(obstacle(wishes), isUp, fits, roomy),
                cost().nanos() * (1 + congestion * load()),
                shown == null ? null : shown.latency());
    }

    private Obstacle obstacle(Wishes wishes) {
        if (candidate.bar() != null) {
            return Obstacle.BARRED;
        }
        if (candidate.prices() == null) {
            return Obstacle.NO_PRICE;
        }
        if (!isUp) {
            return Obstacle.DOWN;
        }
        if (option == null) {
            return Obstacle.FULL;
        }
        if (isTooLong()) {
            return Obstacle.UNABLE;
        }
        if (!isWithin(wishes.latencyMax())) {
            return Obstacle.SLOW;
        }
        if (!missing(wishes).isEmpty()) {
            return Obstacle.UNABLE;
        }
        return isWithin(wishes.costMax()) ? Obstacle.NONE : Obstacle.TOO_DEAR;
    }

    /// @param compared the same as policies saw it
    /// @param place among the options, from 1; 0 for none
    Considered considered(Contender compared, int place, String excludedBecause) {
        return new Considered(
                candidate.variant().id(),
                candidate.pool(),
                candidate.lane(),
                expected,
                cost(),
                NanoUsd.of(Math.round(compared.rankedCost())),
                compared.latency(),
                place,
                excludedBecause,
                compared.standing());
    }
}
