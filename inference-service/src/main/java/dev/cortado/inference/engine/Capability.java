package dev.cortado.inference.engine;

import java.util.Locale;

/// What an engine may be able to do beyond streaming a text.
public enum Capability {
    /// Several answers to one prompt.
    N,
    LOGPROBS,
    LOGIT_BIAS,
    JSON_OBJECT,
    JSON_SCHEMA,
    TOOLS;

    /// As nodes report it and requests ask for it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
