package dev.cortado.router.cost;

import dev.cortado.router.catalogue.Measurement;
import java.util.Optional;
import java.util.OptionalDouble;

/// How much a variant does in a pool, by measurement and never by a guess.
///
/// @param prefillTokensPerSecond P: prompt tokens a second of a prompt that is read alone
/// @param decodeTokensPerSecond D(b): completion tokens a second of all b streams together
public record Throughput(double prefillTokensPerSecond, double decodeTokensPerSecond) {

    public Throughput {
        if (!(prefillTokensPerSecond > 0 && decodeTokensPerSecond > 0)) {
            throw new IllegalArgumentException("rates must be above 0 tokens per second, not " + prefillTokensPerSecond
                    + " and " + decodeTokensPerSecond);
        }
    }

    /// @param streams b, at least 1: how many decode at once
    /// @return empty where a rate was not measured
    public static Optional<Throughput> of(Measurement measurement, double streams) {
        OptionalDouble prefill = measurement.prefillTokensPerSecond();
        OptionalDouble decode = measurement.decodeTokensPerSecond(streams);
        return prefill.isEmpty() || decode.isEmpty()
                ? Optional.empty()
                : Optional.of(new Throughput(prefill.getAsDouble(), decode.getAsDouble()));
    }
}
