package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.estimate.Estimates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/// Chooses among the candidates that meet the wishes, by the policy that the request names or its default: where it
/// demands a utility the cheapest that reaches it, else the knee of the frontier.
///
/// A pure function of the request, what is expected of answers to its prompt, the candidates with what their nodes
/// report, and the terms of the tenant's money. The budget only orders (what surely fits goes first): it is a view
/// of a moment ago, and may not refuse.
public final class Decide {

    /// A thousandth of utility is told.
    private static final double TOLD = 1_000;

    private final PolicyDefaults defaults;

    public Decide(PolicyDefaults defaults) {
        this.defaults = defaults;
    }

    /// @param estimates of this request's prompt
    public Choice decide(
            Wishes wishes, Estimates estimates, Catalogue catalogue, List<Candidate> candidates, Terms terms) {
        if (catalogue.named(wishes.model(), wishes.task()).isEmpty()) {
            return new Choice.UnknownModel(catalogue.models());
        }
        if (wishes.lane() == Lane.BATCH) {
            return new Choice.Unsupported("lane batch is not served yet", List.of());
        }
        List<Weighed> served = candidates.stream()
                .filter(Candidate::poolServesLane)
                .map(candidate -> Weighed.of(wishes, estimates, candidate))
                .toList();
        if (served.isEmpty()) {
            return new Choice.Unsupported("no pool runs model '" + wishes.model() + "' in this lane", List.of());
        }
        List<Weighed> weighed = keep(served, each -> each.candidate().bar() == null);
        if (weighed.isEmpty()) {
            return barred(wishes, served);
        }
        Choice choice = choose(wishes, weighed, grounds(wishes, weighed, terms), terms);
        return choice instanceof Choice.Chosen chosen && weighed.size() < served.size()
                ? withBarred(chosen, served)
                : choice;
    }

    /// A place is told first: what is allowed to the tenant runs elsewhere.
    private static Choice barred(Wishes wishes, List<Weighed> served) {
        Bar bar = served.stream()
                .map(each -> Objects.requireNonNull(each.candidate().bar()))
                .min(Comparator.comparing(Bar::kind, Comparator.reverseOrder()))
                .orElseThrow();
        return new Choice.Barred(bar.kind(), "'" + wishes.model() + "' is " + bar.because());
    }

    private static Choice.Chosen withBarred(Choice.Chosen chosen, List<Weighed> served) {
        List<Considered> considered = new ArrayList<>(chosen.considered());
        for (Weighed each : served) {
            Bar bar = each.candidate().bar();
            if (bar != null) {
                considered.add(each.considered((double) each.cost().nanos(), 0, bar.because()));
            }
        }
        return new Choice.Chosen(chosen.options(), considered, chosen.grounds());
    }

    private Grounds grounds(Wishes wishes, List<Weighed> weighed, Terms terms) {
        StopRate rate = StopRate.of(terms, Table.of(weighed, wishes.task()));
        boolean moneyIsShort = rate.source() == StopRate.Source.SHADOW_PRICE;
        Floor floor = Floor.of(wishes, weighed, defaults.utilityMin(), moneyIsShort);
        Policy policy = Policy.of(name(wishes), floor, rate, wishes.model());
        return new Grounds(policy, rate, terms.shadowPrice(), terms.exchangeRate());
    }

    private Policy.Name name(Wishes wishes) {
        Policy.Name wished = wishes.policy();
        if (wished != null) {
            return wished;
        }
        if (wishes.utilityMin() != null) {
            return Policy.Name.CHEAPEST_SUFFICIENT;
        }
        return wishes.model().equals(Catalogue.AUTO) ? defaults.auto() : Policy.Name.FIXED;
    }

    private Choice choose(Wishes wishes, List<Weighed> weighed, Grounds grounds, Terms terms) {
        Floor floor = grounds.policy().floor();
        List<String> excluded = new ArrayList<>(weighed.size());
        List<Weighed> eligible = new ArrayList<>();
        for (Weighed candidate : weighed) {
            excluded.add(excludedBecause(wishes, floor, candidate));
            if (excluded.getLast().isEmpty()) {
                eligible.add(candidate);
            }
        }
        if (eligible.isEmpty()) {
            return new WhyNone(wishes, floor, weighed).choice();
        }
        Ranking ranking = new Ranking(weighed, terms, wishes.task(), defaults.congestion());
        List<Weighed> ordered = ranking.order(grounds.policy(), eligible);
        List<Option> options = new ArrayList<>(ordered.size());
        for (Weighed each : ordered) {
            each.usable().ifPresent(options::add);
        }
        List<Considered> considered = new ArrayList<>(weighed.size());
        for (int i = 0; i < weighed.size(); i++) {
            Weighed each = weighed.get(i);
            considered.add(each.considered(ranking.cost(each), ordered.indexOf(each) + 1, excluded.get(i)));
        }
        return new Choice.Chosen(options, considered, grounds);
    }

    private static String excludedBecause(Wishes wishes, Floor floor, Weighed candidate) {
        if (!floor.isReachedBy(candidate)) {
            return below(floor, candidate);
        }
        if (candidate.candidate().prices() == null) {
            return "no price";
        }
        if (!candidate.isUp()) {
            return "no node up";
        }
        if (candidate.usable().isEmpty()) {
            return "every node full";
        }
        if (!candidate.isWithin(wishes.latencyMax())) {
            return "slower than the latency limit";
        }
        Set<String> missing = candidate.missing(wishes);
        if (!missing.isEmpty()) {
            return "lacks " + String.join(", ", missing);
        }
        return candidate.isWithin(wishes.costMax()) ? "" : Considered.TOO_DEAR;
    }

    /// Names the lower bound where it alone falls short.
    private static String below(Floor floor, Weighed candidate) {
        String below = "below utility " + floor.utility();
        return candidate.utility() < floor.utility()
                ? below
                : below + ": surely worth only " + Math.floor(candidate.sureUtility() * TOLD) / TOLD;
    }

    private static List<Weighed> keep(List<Weighed> candidates, Predicate<Weighed> which) {
        return candidates.stream().filter(which).toList();
    }
}
