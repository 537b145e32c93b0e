package dev.cortado.router.cost;

import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// What an attempt costs the operator, as against its price, which is what the tenant pays (DESIGN, section 5):
///
/// ```
/// R / 3600 × ((n_in − n_cached) / P + n_out / D(b)) / u
/// ```
///
/// An attempt is charged the share of the machine's time that it takes, as "chip-seconds per token" of Pope et al.,
/// "Efficiently Scaling Transformer Inference" (MLSys 2023, arXiv 2211.05102, section 2) charge it: prefill by the rate
/// of a prompt alone, as it keeps the machine busy by itself, decoding by the rate of all streams together, since b
/// streams share each step. Cached tokens need no prefill. The hours in which nobody asks are paid by those in which
/// somebody does: hence the division by the busy share u, a plain allocation of a fixed cost to its use.
public final class OperatorCost {

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

    private OperatorCost() {}

    /// The machine's seconds that an attempt takes while the pool is busy.
    public static double poolSeconds(Work work, Throughput throughput) {
        return (work.promptTokens() - work.cachedTokens()) / throughput.prefillTokensPerSecond()
                + work.completionTokens() / throughput.decodeTokensPerSecond();
    }

    /// Rounded up to nano-USD once.
    ///
    /// @param busyShare u: the share of its paid time in which the pool works, above 0 and at most 1
    public static NanoUsd of(Work work, Throughput throughput, HourlyRate rate, double busyShare) {
        if (!(busyShare > 0 && busyShare <= 1)) {
            throw new IllegalArgumentException("a busy share is above 0 and at most 1, not " + busyShare);
        }
        return NanoUsd.of(BigDecimal.valueOf(rate.perHour().nanos())
                .multiply(BigDecimal.valueOf(poolSeconds(work, throughput) / busyShare))
                .divide(SECONDS_PER_HOUR, MathContext.DECIMAL128)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }
}
