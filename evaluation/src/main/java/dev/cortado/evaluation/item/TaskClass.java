package dev.cortado.evaluation.item;

import java.util.Locale;

/// What kind of work a task is.
public enum TaskClass {
    ARITHMETIC,
    FACTS,
    EXTRACTION,
    CLASSIFICATION,
    INTENT,
    REWRITING,
    FORMAT,
    TRANSLATION,
    CODE,
    /// Short marketing copy under rules.
    MARKETING,
    /// A user's task that is none of these.
    OTHER;

    /// As files and reports write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException naming the words there are
    public static TaskClass of(String word) {
        for (TaskClass each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("there is no class '" + word + "'; there are "
                + String.join(
                        ", ",
                        java.util.Arrays.stream(values()).map(TaskClass::word).toList()));
    }
}
