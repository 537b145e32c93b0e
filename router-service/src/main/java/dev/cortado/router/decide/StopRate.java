package dev.cortado.router.decide;

/// What a further step up the frontier must bring to be taken, by DESIGN section 5: the larger of the budget's shadow
/// price and the exchange rate.
///
/// Where no exchange rate is set the table's own stands in for it: the slope of the hull of this request's candidates,
/// each at its utility in the catalogue (its mean over the calibration set) and at what it would likely cost here. That
/// is what a step in utility costs on average on a request of this size, so that money goes where a prompt gains more
/// from it than prompts do on average. At the catalogue's own utilities the stop is the hull's knee (decision 40).
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

    static StopRate of(Terms terms, Table table) {
        ExchangeRate exchange = terms.exchangeRate();
        return exchange == null
                ? new StopRate(table.slope(), Source.TABLE).atLeast(terms.shadowPrice())
                : of(exchange, terms.shadowPrice());
    }

    /// @param shadowPrice utility per USD
    static StopRate of(ExchangeRate exchange, double shadowPrice) {
        return new StopRate(exchange.utilityPerUsd(), Source.EXCHANGE_RATE).atLeast(shadowPrice);
    }

    private StopRate atLeast(double shadowPrice) {
        return shadowPrice > utilityPerUsd ? new StopRate(shadowPrice, Source.SHADOW_PRICE) : this;
    }

    /// Utility per nano-USD.
    double perNanoUsd() {
        return utilityPerUsd / 1e9;
    }
}
