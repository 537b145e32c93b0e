package dev.cortado.accounting.messaging;

import dev.cortado.contracts.unit.MetadataBounds;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings texts from outside into a form that the books keep, and notes the first that was not in it: PostgreSQL keeps
/// no U+0000, and nothing is kept without bound. Characters are code points.
final class KeptTexts {

    /// Of a text that has no bound of its own.
    static final int TEXT_CHARACTERS_MAX = 256;

    private static final char NUL = '\0';
    private static final char REPLACEMENT = '\uFFFD';

    private @Nullable String problem;

    /// The text, cut and without U+0000; whatever was wrong with it.
    static String kept(String text, int charactersMax) {
        String whole = text.replace(NUL, REPLACEMENT);
        return MetadataBounds.characters(whole) <= charactersMax
                ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, charactersMax));
    }

    String kept(String text, String field, int charactersMax) {
        String kept = kept(text, charactersMax);
        if (!kept.equals(text)) {
            note(field + " must have at most " + charactersMax + " characters and no NUL");
        }
        return kept;
    }

    /// None where they are not as [MetadataBounds] bounds them.
    Map<String, String> metadata(Map<String, String> labels) {
        if (labels.size() > MetadataBounds.PAIRS_MAX) {
            note("metadata has " + labels.size() + " labels, more than " + MetadataBounds.PAIRS_MAX);
            return Map.of();
        }
        boolean sound = labels.entrySet().stream()
                .allMatch(label -> isKept(label.getKey(), MetadataBounds.NAME_CHARACTERS_MAX)
                        && isKept(label.getValue(), MetadataBounds.VALUE_CHARACTERS_MAX));
        if (sound) {
            return labels;
        }
        note("a label of metadata must have at most " + MetadataBounds.NAME_CHARACTERS_MAX + " characters of name, "
                + MetadataBounds.VALUE_CHARACTERS_MAX + " of value, and no NUL");
        return Map.of();
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private static boolean isKept(String text, int charactersMax) {
        return kept(text, charactersMax).equals(text);
    }

    private void note(String found) {
        problem = problem == null ? found : problem;
    }
}
