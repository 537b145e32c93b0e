package dev.cortado.inference.remote;

import dev.cortado.inference.batching.MeasuredRate;
import java.util.OptionalDouble;

/// The rates of one stream on a server, as they are seen from here. Safe for use by several threads.
final class RemoteRates {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeasuredRate prefill = MeasuredRate.ofPrefill();
    private final MeasuredRate decode = MeasuredRate.ofDecode();

    /// @param firstNanos from being sent to the first token
    /// @param restNanos from there to the last one
    synchronized void measured(long prompt, long completion, long firstNanos, long restNanos) {
        prefill.measured(prompt, firstNanos / NANOS_PER_SECOND);
        decode.measured(completion - 1, restNanos / NANOS_PER_SECOND);
    }

    OptionalDouble prefill() {
        return prefill.tokensPerSecond();
    }

    OptionalDouble decode() {
        return decode.tokensPerSecond();
    }
}
