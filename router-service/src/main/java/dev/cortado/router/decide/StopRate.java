package dev.cortado.router.decide;

import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.List;

/// What a further step up the frontier must bring to be taken, by DESIGN section 5: the larger of the budget's shadow
/// price and the exchange rate.
///
/// Where no exchange rate is set the table's own stands in for it: the slope of the hull of this request's candidates,
/// each at its utility in the catalogue (its mean over the calibration set) and at what it would likely cost here. That
/// is what a step in utility costs on average on a request of this size, so that money goes where a prompt gains more
/// from it than prompts do on average. At the catalogue's own utilities the stop is the hull's knee (see [Frontier]).
///
/// @param utilityPerUsd not negative
public record StopRate(double utilityPerUsd, Source source) {

    /// What set it.
    public enum Source {
        /// The budget would not last at a lower one.
        SHADOW_PRICE,
        /// The tenant's or the configured exchange rate.
        EXCHANGE_RATE,
        /// The mean slope of the candidates' own frontier.
        TABLE
    }

    /// @param priced every candidate with a price, whether it is up or not: an outage changes no rate
    /// @param task of the request, empty for none
    static StopRate of(Terms terms, List<Weighed> priced, String task) {
        ExchangeRate exchange = terms.exchangeRate();
        StopRate rate = exchange == null
                ? new StopRate(tableSlope(priced, task), Source.TABLE)
                : new StopRate(exchange.utilityPerUsd(), Source.EXCHANGE_RATE);
        return terms.shadowPrice() > rate.utilityPerUsd ? new StopRate(terms.shadowPrice(), Source.SHADOW_PRICE) : rate;
    }

    /// Utility per nano-USD.
    double perNanoUsd() {
        return utilityPerUsd / 1e9;
    }

    private static double tableSlope(List<Weighed> priced, String task) {
        List<Offer> offers = new ArrayList<>(priced.size());
        for (Weighed each : priced) {
            offers.add(new Offer(
                    each.name(),
                    each.cost().nanos() / 1e9,
                    each.candidate().variant().utilityOn(task)));
        }
        double slope = offers.isEmpty() ? 0 : Frontier.meanSlope(Frontier.hull(offers));
        return Double.isFinite(slope) ? slope : 0;
    }
}
