package dev.cortado.router.pacing;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Offer;
import java.time.Instant;
import java.util.List;

/// What a USD of one budget must buy: its shadow price λ, in utility per USD. A request takes the offer of greatest
/// `û − λ·ĉ`.
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

    public Pacer(PacingTerms terms) {
        recent = new SpendCurve(terms.windowRequests());
        arrivals = new Arrivals(terms.windowRequests());
    }

    /// A request came, whatever became of it.
    ///
    /// @param hull what it can be answered with, in order of cost, in USD: at least one offer. Where it may be
    ///     refused rather than answered at the cheapest, an offer of nothing for nothing is the first
    public synchronized void requested(Instant now, List<Offer> hull) {
        recent.add(hull);
        arrivals.add(now);
    }

    /// The price at this moment; 0 before the first request.
    ///
    /// @param left of the budget; what is held for attempts under way is not left
    public synchronized double price(Instant now, NanoUsd left, Horizon horizon) {
        double requests = switch (horizon) {
            case Horizon.Requests(long count) -> (double) count;
            case Horizon.Remaining(var time) -> 1 + arrivals.within(now, time);
        };
        return recent.priceFor((double) Math.max(0, left.nanos()) / NANOS_PER_USD / requests);
    }
}
