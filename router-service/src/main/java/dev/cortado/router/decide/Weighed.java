package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.BudgetView;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A candidate with its estimates: on the soonest place that has room and can do what is asked, else on whichever shows
/// what it would cost.
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
                        Estimate.of(wishes, candidate.variant(), place.load(), prices, completion),
                        expected))
                .sorted(Comparator.comparing(
                                (Option option) -> !missing(wishes, option).isEmpty())
                        .thenComparing(option -> option.estimate().latency()))
                .toList();
        if (!options.isEmpty()) {
            Option soonest = options.getFirst();
            return new Weighed(candidate, expected, soonest, soonest.estimate(), true);
        }
        VariantLoad load = candidate.places().isEmpty()
                ? Idle.load(candidate.variant())
                : candidate.places().getFirst().load();
        Estimate shown = Estimate.of(wishes, candidate.variant(), load, prices, completion);
        return new Weighed(candidate, expected, null, shown, !candidate.places().isEmpty());
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
        return new Contender(
                name(),
                expected,
                new Standing(obstacle(wishes), isUp, fits),
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
        if (!isWithin(wishes.latencyMax())) {
            return Obstacle.SLOW;
        }
        if (!missing(wishes).isEmpty()) {
            return Obstacle.UNABLE;
        }
        return isWithin(wishes.costMax()) ? Obstacle.NONE : Obstacle.TOO_DEAR;
    }

    /// @param compared the same as policies saw it
    /// @param place among those that met the wishes, from 1; 0 for none
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
