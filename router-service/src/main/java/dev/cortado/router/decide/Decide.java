package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.estimate.Estimates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// Chooses among the candidates that meet the wishes, by the policy that the request names or its default: where it
/// demands a utility the cheapest that reaches it, else the knee of the frontier.
///
/// A pure function of the request, what is expected of answers to its prompt, the candidates with what
/// their nodes report, and the terms of the tenant's money. The budget only orders (what surely fits
/// goes first): it is a view of a moment ago, and may not refuse. Nor may what is only likely of the
/// prompt's length: what likely holds it goes first, and only what surely does not is left out.
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
        Choice choice = choose(wishes, weighed, terms);
        return choice instanceof Choice.Chosen chosen && weighed.size() < served.size()
                ? withBarred(wishes, chosen, served, terms)
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

    private static Choice.Chosen withBarred(Wishes wishes, Choice.Chosen chosen, List<Weighed> served, Terms terms) {
        List<Considered> considered = new ArrayList<>(chosen.considered());
        for (Weighed each : served) {
            Bar bar = each.candidate().bar();
            if (bar != null) {
                considered.add(each.considered(each.contender(wishes, terms.budget(), 0), 0, bar.because()));
            }
        }
        return new Choice.Chosen(chosen.options(), considered, chosen.grounds());
    }

    private Grounds grounds(Wishes wishes, List<Weighed> weighed, List<Contender> contenders, Terms terms) {
        StopRate rate = StopRate.of(terms, Table.of(weighed, wishes.task()));
        boolean moneyIsShort = rate.source() == StopRate.Source.SHADOW_PRICE;
        Floor floor = Floor.of(wishes, contenders, defaults.utilityMin(), moneyIsShort, name(wishes));
        Policy policy = Policy.of(name(wishes), floor, rate, wishes.model());
        return new Grounds(
                policy,
                rate,
                terms.shadowPrice(),
                terms.exchangeRate(),
                wishes.policy() != null,
                null,
                Drawn.CERTAIN,
                false);
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

    private Choice choose(Wishes wishes, List<Weighed> weighed, Terms terms) {
        List<Contender> contenders = weighed.stream()
                .map(each -> each.contender(wishes, terms.budget(), defaults.congestion()))
                .toList();
        Grounds grounds = grounds(wishes, weighed, contenders, terms);
        Floor floor = grounds.policy().floor();
        List<Contender> ordered =
                Ranking.order(grounds.policy(), contenders, () -> stops(terms, Table.of(weighed, wishes.task())));
        if (ordered.isEmpty()) {
            return new WhyNone(wishes, floor, weighed).choice();
        }
        Map<String, Integer> places = new HashMap<>();
        ordered.forEach(each -> places.put(each.name(), places.size() + 1));
        Option[] options = new Option[ordered.size()];
        List<Considered> considered = new ArrayList<>(weighed.size());
        for (int i = 0; i < weighed.size(); i++) {
            Weighed each = weighed.get(i);
            Contender compared = contenders.get(i);
            int place = places.getOrDefault(compared.name(), 0);
            if (place > 0) {
                options[place - 1] = each.usable().orElseThrow();
            }
            considered.add(each.considered(
                    compared,
                    place,
                    excludedBecause(wishes, floor, each, compared.standing().obstacle())));
        }
        return new Choice.Chosen(List.of(options), considered, grounds);
    }

    private static Ranking.Stops stops(Terms terms, Table table) {
        return new Ranking.Stops() {
            @Override
            public StopRate now() {
                return StopRate.of(terms, table);
            }

            @Override
            public void without(String name) {
                table.remove(name);
            }
        };
    }

    private static String excludedBecause(Wishes wishes, Floor floor, Weighed candidate, Obstacle obstacle) {
        if (!floor.isReachedBy(candidate.expected())) {
            return below(floor, candidate);
        }
        return switch (obstacle) {
            case NONE -> "";
            case NO_PRICE -> "no price";
            case DOWN -> "no node up";
            case FULL -> "every node full";
            case SLOW -> "slower than the latency limit";
            case UNABLE -> candidate.unableBecause(wishes);
            case TOO_DEAR -> Considered.TOO_DEAR;
            case BARRED -> throw new IllegalStateException("what is barred is not weighed");
        };
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
