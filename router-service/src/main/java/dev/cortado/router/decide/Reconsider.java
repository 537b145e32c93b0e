package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What another policy would have chosen for a request of the past, by the rules of [Decide] from the moment on at
/// which a decision knows its candidates: the floor, what meets it, and the order of the policy.
///
/// The candidates are as the decision saw them, and so is the budget's shadow price, although money that another policy
/// had spent otherwise would have had another one.
public final class Reconsider {

    private final PolicyDefaults defaults;

    public Reconsider(PolicyDefaults defaults) {
        this.defaults = defaults;
    }

    /// @param grounds by what the request was decided, which left the choice to the router
    /// @return empty where nothing met its wishes, or where too little was stored to tell
    public Optional<Considered> choice(OtherPolicy other, Grounds grounds, List<Considered> considered) {
        List<Contender> contenders = new ArrayList<>(considered.size());
        for (Considered each : considered) {
            Standing standing = each.standing();
            if (standing == null) {
                return Optional.empty();
            }
            if (standing.obstacle() != Obstacle.BARRED) {
                contenders.add(new Contender(
                        each.name(),
                        each.expected(),
                        standing,
                        (double) each.rankedCost().nanos(),
                        each.latency()));
            }
        }
        PolicyDefaults instead = other.over(defaults);
        StopRate rate = rate(other, grounds);
        boolean moneyIsShort = rate.source() == StopRate.Source.SHADOW_PRICE;
        Floor floor = Floor.preferred(contenders, instead.utilityMin(), moneyIsShort, instead.auto());
        Policy policy = Policy.of(instead.auto(), floor, rate, Catalogue.AUTO);
        return Ranking.order(policy, contenders, () -> Ranking.Stops.at(rate)).stream()
                .findFirst()
                .flatMap(first -> considered.stream()
                        .filter(each -> each.name().equals(first.name()))
                        .findFirst());
    }

    /// Without an exchange rate of its own the other policy stops where the request did.
    private static StopRate rate(OtherPolicy other, Grounds grounds) {
        ExchangeRate exchange = other.exchangeRate();
        return exchange == null ? grounds.rate() : StopRate.of(exchange, grounds.shadowPrice());
    }
}
