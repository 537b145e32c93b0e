package dev.cortado.bench.engine;

import java.util.List;

/// Tokens a second of one run, all streams together.
///
/// @param prefill prompt tokens over the time until every stream had its first token
/// @param decode completion tokens over the time in which every stream was decoding
record Speed(double prefill, double decode) {

    private static final double NANOS_PER_SECOND = 1e9;

    /// Fewer tell nothing.
    private static final int TOKENS_MIN = 8;

    static Speed of(List<Prompt> prompts, List<StreamTimes> streams) {
        long promptTokens = prompts.stream().mapToLong(Prompt::size).sum();
        long allDecode =
                streams.stream().mapToLong(StreamTimes::firstNanos).max().orElseThrow();
        long firstEnds =
                streams.stream().mapToLong(StreamTimes::lastNanos).min().orElseThrow();
        double tokens = streams.stream()
                .mapToDouble(stream -> stream.tokensWithin(allDecode, firstEnds))
                .sum();
        if (tokens < TOKENS_MIN) {
            throw new IllegalStateException("the streams decoded only " + tokens + " tokens beside each other");
        }
        return new Speed(
                promptTokens * NANOS_PER_SECOND / allDecode, tokens * NANOS_PER_SECOND / (firstEnds - allDecode));
    }
}
