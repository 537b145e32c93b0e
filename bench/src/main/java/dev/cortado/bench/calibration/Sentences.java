package dev.cortado.bench.calibration;

import dev.cortado.router.frontier.Dominated;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.frontier.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// What the frontier says, in sentences.
final class Sentences {

    /// A larger share of the machine that others keep busy makes rates worthless.
    static final double DISTURBED_SHARE = .05;

    private final Outcome outcome;

    Sentences(Outcome outcome) {
        this.outcome = outcome;
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        outcome.frontier().ifPresentOrElse(known -> frontier(known, all), () -> all.add("Nothing was measured yet."));
        outcome.measured().stream()
                .filter(each -> each.subject().task() != null)
                .forEach(each -> all.add(onItsTask(each)));
        outcome.measured().stream().filter(each -> !each.refused().isEmpty()).forEach(each -> all.add(notTaken(each)));
        CheckErrors.of(outcome.measured().stream()
                        .flatMap(each -> each.answered().stream())
                        .toList())
                .forEach(each -> all.add(each.sentence()));
        outcome.absent().forEach(each -> all.add(each.sentence()));
        if (outcome.disturbed()) {
            all.add(
                    "Other programs kept more than 5 % of the machine busy while rates were measured: rates and costs are"
                            + " off, utilities are not.");
        }
        return all;
    }

    private void frontier(Frontier known, List<String> all) {
        all.add("Hull: " + known.hull().stream().map(Sentences::point).collect(Collectors.joining(", then ")) + ".");
        all.add(knee(outcome.stop().orElseThrow()));
        known.dominated().forEach(each -> all.add(dominated(each)));
    }

    private static String point(Offer offer) {
        return offer.name() + " (" + decimals(offer.utility(), 3) + " at $" + decimals(offer.cost(), 4) + ")";
    }

    private String knee(Stop stop) {
        String rate = outcome.plan().exchangeRateUsd() > 0
                ? "the exchange rate's " + slope(stop.rate())
                : "the " + slope(stop.rate()) + " of the whole hull";
        return "Knee: " + stop.knee().name() + ". The step to it brings "
                + told(stop.slopeBefore(), "nothing, since nothing is cheaper") + ", the step beyond it "
                + told(stop.slopeAfter(), "nothing, since nothing is better") + "; a step must bring " + rate + ".";
    }

    private static String told(OptionalDouble slope, String otherwise) {
        return slope.isEmpty() ? otherwise : slope(slope.getAsDouble());
    }

    private static String slope(double slope) {
        return decimals(slope, 2) + " of utility for each dollar a thousand tasks";
    }

    static String dominated(Dominated each) {
        String by = each.by().size() == 1
                ? each.by().getFirst().name()
                : "a mix of " + each.by().getFirst().name() + " and "
                        + each.by().getLast().name();
        return each.offer().name() + " is dominated by " + by + ": " + decimals(each.utilityThere(), 3)
                + " at no more cost, against " + decimals(each.offer().utility(), 3) + ".";
    }

    private static String onItsTask(Measured each) {
        String word = String.valueOf(each.subject().task());
        if (each.utility().isEmpty() && each.subject().taskFile() == null) {
            return each.subject().name() + " is unmeasured: there are no tasks of its kind, " + word
                    + "; give them with ./cortado variants attach --tasks.";
        }
        return each.subject().name() + " was measured on its task only (" + word + "): "
                + each.utility().map(found -> decimals(found.mean(), 3)).orElse("unmeasured") + ".";
    }

    private static String notTaken(Measured each) {
        Measured.Refused first = each.refused().getFirst();
        return each.subject().name() + " does not take " + each.refused().size() + " of its "
                + each.scores().size() + " tasks, which count 0. The first, "
                + first.task().id() + ": " + first.reason() + ".";
    }

    static String decimals(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
