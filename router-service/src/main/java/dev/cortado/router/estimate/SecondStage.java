package dev.cortado.router.estimate;

import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.Sentence;
import dev.cortado.router.features.SentenceEncoder;
import org.jspecify.annotations.Nullable;

/// The second stage of prediction: a sentence model that reads prompts beside their features, or none. It takes
/// milliseconds of a core for each prompt; those who may not wait have it read elsewhere, and go without where that
/// takes too long.
public final class SecondStage {

    /// Prompts are known by their features alone.
    public static final SecondStage NONE = new SecondStage(null, 0);

    private final @Nullable SentenceEncoder encoder;
    private final int tokensMax;

    private SecondStage(@Nullable SentenceEncoder encoder, int tokensMax) {
        this.encoder = encoder;
        this.tokensMax = tokensMax;
    }

    /// @param tokensMax that are read of a prompt, half of them from its end
    public static SecondStage of(SentenceEncoder encoder, int tokensMax) {
        return new SecondStage(encoder, tokensMax);
    }

    /// Whether there is one.
    public boolean isOn() {
        return encoder != null;
    }

    /// Reads a text on the calling thread; null where there is no sentence model.
    ///
    /// @throws RuntimeException where it fails
    public @Nullable Sentence read(String text) {
        return encoder == null ? null : new Sentence(sentences(encoder), encoder.encode(text, tokensMax));
    }

    /// All that is known of a prompt, read on the calling thread.
    public PromptFeatures features(PromptReader reader, String prompt) {
        return reader.read(prompt).with(read(prompt));
    }

    /// What predictors are made for here, in words: routers that differ in it do not use each other's.
    public String form() {
        return encoder == null ? Predictor.FORM : Predictor.FORM + ", sentences of " + sentences(encoder);
    }

    private String sentences(SentenceEncoder by) {
        return by.model() + " to " + tokensMax + " tokens";
    }
}
