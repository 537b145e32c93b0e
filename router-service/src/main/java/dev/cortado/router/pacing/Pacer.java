package dev.cortado.router.pacing;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Frontier;
import java.time.Instant;

/// What a USD of one budget must buy: its shadow price λ, in utility per USD. A request takes the offer of greatest
/// `û − λ·ĉ`, and if none is above 0, nothing.
///
/// λ is the multiplier of the budget in the linear programme "most utility for the money" (the fractional
/// multiple-choice knapsack: Sinha and Zoltners, Operations Research 27, 1979): with the right one, requests that know
/// nothing of each other choose as the programme would. It is solved anew at each request, from recent requests in
/// place of those to come:
///
/// ```
/// τ = money left / requests expected to come        what a request may cost
/// λ : mean cost at λ of recent requests = τ
/// ```
///
/// So what was spent too much or too little corrects τ, and through it λ (re-solving: Jasin and Kumar, Mathematics of
/// Operations Research 37, 2012). Why this form: `docs/decisions/0051-pacing.md`.
public final class Pacer {

    private static final double NANOS_PER_USD = 1e9;

    private final SpendCurve recent;
    private final Arrivals arrivals;
    private double price;

    public Pacer(PacingTerms terms) {
        recent = new SpendCurve(terms.windowRequests());
        arrivals = new Arrivals(terms.windowRequests());
    }

    /// The price for a request that came now, which counts among the recent ones from here on.
    ///
    /// @param offers what the request can be answered with; costs in USD
    /// @param left of the budget; what is held for attempts under way is not left
    public synchronized double priceFor(Instant now, Frontier offers, NanoUsd left, Horizon horizon) {
        recent.add(offers);
        arrivals.add(now);
        double requests = switch (horizon) {
            case Horizon.Requests(long count) -> (double) count;
            case Horizon.Remaining(var time) -> 1 + arrivals.within(time);
        };
        price = recent.priceFor((double) Math.max(0, left.nanos()) / NANOS_PER_USD / requests);
        return price;
    }

    /// The last request's price; 0 before the first.
    public synchronized double price() {
        return price;
    }
}
