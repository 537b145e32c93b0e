package dev.cortado.gateway.hedge;

import java.time.Duration;

/// When a request is hedged.
///
/// @param quantile of recent first-token times after which the first token is late, above 0 and below 1
/// @param delayMin before which it never is
/// @param window over which times count
/// @param samplesMin times of a variant in a pool before which none of its attempts is hedged
/// @param shareMax of requests that may be hedged, 0..1
/// @param burstMax hedges that may follow each other when none was made for long
public record HedgeRules(
        double quantile, Duration delayMin, Duration window, int samplesMin, double shareMax, int burstMax) {

    public HedgeRules {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException(
                    "cortado.gateway.hedging.quantile must be above 0 and below 1, not " + quantile);
        }
        if (!(shareMax >= 0 && shareMax <= 1)) {
            throw new IllegalArgumentException("cortado.gateway.hedging.share-max must be 0 to 1, not " + shareMax);
        }
        if (delayMin.isNegative()) {
            throw new IllegalArgumentException(
                    "cortado.gateway.hedging.delay-min must not be negative, but is " + delayMin);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("cortado.gateway.hedging.window must be some time, not " + window);
        }
        if (samplesMin < 1 || burstMax < 1) {
            throw new IllegalArgumentException(
                    "cortado.gateway.hedging.samples-min and burst-max must be at least 1, not " + samplesMin + " and "
                            + burstMax);
        }
    }
}
