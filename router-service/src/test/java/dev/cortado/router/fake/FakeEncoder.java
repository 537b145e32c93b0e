package dev.cortado.router.fake;

import dev.cortado.router.features.SentenceEncoder;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells questions from all other texts, and nothing else.
public final class FakeEncoder implements SentenceEncoder {

    /// Texts that were read.
    public final AtomicInteger texts = new AtomicInteger();

    /// The next texts make it fail.
    public volatile boolean fails;

    @Override
    public String model() {
        return "fake-1";
    }

    @Override
    public float[] encode(String text, int tokensMax) {
        texts.incrementAndGet();
        if (fails) {
            throw new IllegalStateException("broken");
        }
        return text.contains("?") ? new float[] {1, 0} : new float[] {0, 1};
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
