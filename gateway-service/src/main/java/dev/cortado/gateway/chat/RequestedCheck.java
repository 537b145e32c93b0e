package dev.cortado.gateway.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A check of the answer that a request asks for: an answer that fails it is answered by another variant.
public enum RequestedCheck {
    /// The answer is JSON, and keeps to the schema of `response_format` where that has one.
    JSON,
    /// What the answer reckons is right.
    ARITHMETIC,
    /// Several samples of the answer say the same.
    SELF_CONSISTENCY,
    /// Another variant says that the answer is right.
    VERIFIER;

    /// As requests and answers write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(RequestedCheck::word).toList();
    }

    /// @return empty for a word that is none
    public static Optional<RequestedCheck> of(String word) {
        return Arrays.stream(values())
                .filter(check -> check.word().equals(word))
                .findFirst();
    }
}
