package dev.cortado.router.estimate;

/// Instructions and last question of a prompt, to estimate by. It is a tenant's text: it goes no further than the
/// features that are read from it, and does not show in logs.
public final class PromptSample {

    /// Nothing of the prompt is known.
    public static final PromptSample NONE = new PromptSample("");

    private final String text;

    private PromptSample(String text) {
        this.text = text;
    }

    /// @param text empty where nothing is known
    public static PromptSample of(String text) {
        return text.isEmpty() ? NONE : new PromptSample(text);
    }

    String text() {
        return text;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /// Never the text.
    @Override
    public String toString() {
        return "a sample of " + text.length() + " characters";
    }
}
