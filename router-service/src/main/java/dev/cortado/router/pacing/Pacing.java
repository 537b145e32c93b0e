package dev.cortado.router.pacing;

import dev.cortado.contracts.unit.LimitId;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Floor;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.ShadowPrice;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.hold.Purse;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Paces every hard money limit that requests are charged to: the highest of the limits' prices counts, since a
/// USD spent is spent of each.
///
/// A limit that never renews is paced as if its money were for a time that always lies ahead. Each router reckons with
/// the requests that it has seen itself, of all tenants below the limit.
public final class Pacing implements ShadowPrice {

    private static final double NANOS_PER_USD = 1e9;

    /// Longer than any window that is renewed; that of a total ends in the year 9999.
    private static final Duration WINDOW_MAX = Duration.ofDays(366);

    private final PacingTerms terms;
    private final Supplier<Instant> accountingNow;
    private final Map<LimitId, Pacer> byLimit;

    /// @param accountingNow accounting's time, which alone ends windows
    /// @param limitsMax limits kept in mind; of more, the one not asked for longest is forgotten
    public Pacing(PacingTerms terms, int limitsMax, Supplier<Instant> accountingNow) {
        this.terms = terms;
        this.accountingNow = accountingNow;
        this.byLimit = new LinkedHashMap<>(16, .75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<LimitId, Pacer> eldest) {
                return size() > limitsMax;
            }
        };
    }

    @Override
    public double utilityPerUsd(Tenant tenant, BudgetView budget) {
        return switch (budget) {
            case BudgetView.Unlimited _ -> 0;
            case BudgetView.Limited limited -> {
                Instant now = accountingNow.get();
                double highest = 0;
                for (Purse purse : limited.purses()) {
                    highest = Math.max(
                            highest, pacer(purse.limit()).price(now, purse.left(), horizon(now, purse.renewsAt())));
                }
                yield highest;
            }
        };
    }

    /// A request that is decided without the price counts with the one answer that it takes. A utility that is
    /// only preferred counts for nothing, under either policy that it decides: it gives way to the price, and
    /// would else change the very figures that the price is found by.
    @Override
    public void decided(BudgetView budget, Policy policy, List<Considered> considered) {
        if (budget instanceof BudgetView.Limited limited && !limited.purses().isEmpty()) {
            List<Offer> hull = switch (policy) {
                case Policy.Knee(Floor floor, var _) -> hull(floor, considered);
                case Policy.CheapestSufficient(Floor floor) ->
                    floor.source() == Floor.Source.REQUEST ? taken(considered) : hull(floor, considered);
                case Policy.BestWithinCost _, Policy.Fixed _ -> taken(considered);
            };
            Instant now = accountingNow.get();
            if (!hull.isEmpty()) {
                limited.purses().forEach(purse -> pacer(purse.limit()).requested(now, hull));
            }
        }
    }

    private static List<Offer> taken(List<Considered> considered) {
        return considered.stream()
                .filter(each -> each.place() == 1)
                .map(Pacing::offer)
                .toList();
    }

    private static List<Offer> hull(Floor floor, List<Considered> considered) {
        return Frontier.hullOfSorted(considered.stream()
                .filter(each -> each.eligible() || (floor.isPreference() && each.isFree()))
                .map(Pacing::offer)
                .sorted(Comparator.comparingDouble(Offer::cost)
                        .thenComparing(
                                Comparator.comparingDouble(Offer::utility).reversed()))
                .toList());
    }

    private Pacer pacer(LimitId limit) {
        synchronized (byLimit) {
            return byLimit.computeIfAbsent(limit, _ -> new Pacer(terms));
        }
    }

    private Horizon horizon(Instant now, Instant renewsAt) {
        Duration left = Duration.between(now, renewsAt);
        if (left.compareTo(WINDOW_MAX) > 0) {
            return new Horizon.Remaining(terms.endlessHorizon());
        }
        return new Horizon.Remaining(left.isNegative() ? Duration.ZERO : left);
    }

    private static Offer offer(Considered considered) {
        return new Offer(considered.name(), (double) considered.cost().nanos() / NANOS_PER_USD, considered.utility());
    }
}
