package dev.cortado.inference.attempt;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.meter.MeteredAttempt;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// A stream that counts as open until its last call.
final class CountedStream implements AttemptStream {

    private final AttemptStream stream;
    private final AtomicInteger open;

    CountedStream(AttemptStream stream, AtomicInteger open) {
        this.stream = stream;
        this.open = open;
        open.incrementAndGet();
    }

    @Override
    public void accepted(TokenCount promptTokens, TokenCount completionMax, boolean cutByHold) {
        stream.accepted(promptTokens, completionMax, cutByHold);
    }

    @Override
    public void delta(String text) {
        stream.delta(text);
    }

    @Override
    public void delta(Delta delta) {
        stream.delta(delta);
    }

    @Override
    public void finished(MeteredAttempt attempt, Instant appendedAt) {
        stream.finished(attempt, appendedAt);
        open.decrementAndGet();
    }

    @Override
    public void refused(RefusedAttempt refused) {
        stream.refused(refused);
        open.decrementAndGet();
    }

    @Override
    public void meteringUnavailable(String message) {
        stream.meteringUnavailable(message);
        open.decrementAndGet();
    }
}
