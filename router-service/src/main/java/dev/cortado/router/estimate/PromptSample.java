package dev.cortado.router.estimate;

import dev.cortado.router.features.Sentence;
import org.jspecify.annotations.Nullable;

/// Instructions and last question of a prompt, to estimate by. It is a tenant's text: it goes no further than the
/// features that are read from it, and does not show in logs.
public final class PromptSample {

    /// Nothing of the prompt is known.
    public static final PromptSample NONE = new PromptSample("", null);

    private final String text;
    private final @Nullable Sentence sentence;

    private PromptSample(String text, @Nullable Sentence sentence) {
        this.text = text;
        this.sentence = sentence;
    }

    /// @param text empty where nothing is known
    public static PromptSample of(String text) {
        return text.isEmpty() ? NONE : new PromptSample(text, null);
    }

    /// The same, as a sentence model read it.
    ///
    /// @param read null where none did
    public PromptSample with(@Nullable Sentence read) {
        return new PromptSample(text, read);
    }

    public String text() {
        return text;
    }

    /// Null where no sentence model read it.
    @Nullable
    Sentence sentence() {
        return sentence;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /// Never the text.
    @Override
    public String toString() {
        return "a sample of " + text.length() + " characters";
    }
}
