package dev.cortado.router.decide;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Why no candidate meets a request's wishes: the first wish, in the order in which they bind, that
/// leaves nothing.
final class WhyNone {

    private final Wishes wishes;
    private final Floor floor;
    private final List<Weighed> all;

    WhyNone(Wishes wishes, Floor floor, List<Weighed> all) {
        this.wishes = wishes;
        this.floor = floor;
        this.all = all;
    }

    Choice choice() {
        List<Weighed> useful = keep(all, candidate -> floor.isReachedBy(candidate.expected()));
        if (useful.isEmpty()) {
            return new Choice.UtilityUnreachable(
                    bestWithinCost(),
                    "no variant of '" + wishes.model() + "' surely reaches utility " + floor.utility(),
                    nearest());
        }
        List<Weighed> priced = keep(useful, candidate -> candidate.shown() != null);
        if (priced.isEmpty()) {
            return new Choice.UnknownPrice("the price book has no price for '" + wishes.model() + "'");
        }
        List<Weighed> wanted = isTooLong(priced) && floor.source() != Floor.Source.REQUEST
                // A utility that nobody demanded is no reason to turn away what a longer context could hold.
                ? keep(all, candidate -> candidate.shown() != null)
                : priced;
        if (isTooLong(wanted)) {
            return tooLong(capable(wanted));
        }
        List<Weighed> holding = keep(wanted, candidate -> !candidate.isTooLong());
        List<Weighed> affordable = keep(holding, candidate -> candidate.isWithin(wishes.costMax()));
        if (affordable.isEmpty()) {
            return new Choice.CostUnreachable(
                    preferring(holding, this::isAble).stream()
                            .map(Weighed::shown)
                            .filter(Objects::nonNull)
                            .map(Estimate::costSufficient)
                            .min(Comparator.naturalOrder())
                            .orElseThrow(),
                    bestWithinCost(),
                    nearest());
        }
        List<Weighed> placed = keep(affordable, candidate -> candidate.usable().isPresent());
        if (placed.isEmpty()) {
            boolean up = affordable.stream().anyMatch(Weighed::isUp);
            return new Choice.NoNode(up ? "every node that could answer is full" : "no node that could answer is up");
        }
        List<Weighed> soonEnough = keep(placed, candidate -> candidate.isWithin(wishes.latencyMax()));
        if (soonEnough.isEmpty()) {
            return new Choice.LatencyUnreachable(
                    capable(placed).stream()
                            .map(each -> each.usable().orElseThrow().estimate().latency())
                            .min(Comparator.naturalOrder())
                            .orElseThrow(),
                    nearest());
        }
        return unsupported(soonEnough);
    }

    private @Nullable Nearest nearest() {
        List<Weighed> able = keep(all, candidate -> candidate.isAble(wishes));
        return Nearest.of(wishes, floor, able).orElse(null);
    }

    /// The highest `utility_min` that would do while the other wishes stay.
    private double bestWithinCost() {
        return all.stream()
                .filter(candidate ->
                        candidate.shown() != null && candidate.isWithin(wishes.costMax()) && isAble(candidate))
                .mapToDouble(Weighed::sureUtility)
                .max()
                .orElse(0);
    }

    /// Names what every candidate lacks, or, where each lacks something else, all that any of them
    /// lacks.
    private Choice unsupported(List<Weighed> candidates) {
        Set<String> lackedByAll = new TreeSet<>(candidates.getFirst().missing(wishes));
        Set<String> lackedByAny = new TreeSet<>();
        for (Weighed candidate : candidates) {
            Set<String> missing = candidate.missing(wishes);
            lackedByAll.retainAll(missing);
            lackedByAny.addAll(missing);
        }
        Set<String> named = lackedByAll.isEmpty() ? lackedByAny : lackedByAll;
        return new Choice.Unsupported(
                "no variant that meets the wishes is capable of "
                        + (lackedByAll.isEmpty() ? "all of " : "")
                        + String.join(", ", named),
                List.copyOf(named));
    }

    /// Whether it is soon enough and able, as far as that is known of what is down.
    private boolean isAble(Weighed candidate) {
        return candidate.isWithin(wishes.latencyMax()) && candidate.isAble(wishes);
    }

    /// Those that have the capabilities, as far as that is known of what is down; or all where there
    /// are none.
    private List<Weighed> capable(List<Weighed> candidates) {
        return preferring(candidates, candidate -> candidate.missing(wishes).isEmpty());
    }

    /// Whether the prompt is too long for whatever else could answer.
    private boolean isTooLong(List<Weighed> candidates) {
        return capable(candidates).stream().allMatch(Weighed::isTooLong);
    }

    private static Choice tooLong(List<Weighed> candidates) {
        return candidates.stream()
                .map(Weighed::shown)
                .filter(Objects::nonNull)
                .map(Estimate::fit)
                .max(Comparator.comparing(ContextFit::context).thenComparing(ContextFit::promptAtLeast))
                .map(longest -> new Choice.ContextTooLong(longest.promptAtLeast(), longest.context()))
                .orElseThrow();
    }

    /// Those of a kind, or all where there are none.
    private static List<Weighed> preferring(List<Weighed> candidates, Predicate<Weighed> which) {
        List<Weighed> kept = keep(candidates, which);
        return kept.isEmpty() ? candidates : kept;
    }

    private static List<Weighed> keep(List<Weighed> candidates, Predicate<Weighed> which) {
        return candidates.stream().filter(which).toList();
    }
}
