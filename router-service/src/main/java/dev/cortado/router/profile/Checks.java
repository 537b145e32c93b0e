package dev.cortado.router.profile;

import java.util.List;

/// Rules that an answer to a profile's requests must keep; the gateway looks at them. One that fails is answered by the
/// next candidate.
///
/// @param charactersMin 0 for any
/// @param charactersMax 0 for any
/// @param recordFields names of lines `name: value` of the last user message, whose value the answer must contain
/// @param json whether the answer must be JSON
/// @param error share of answers that the rules were measured to judge wrongly, 0..1
public record Checks(
        int charactersMin,
        int charactersMax,
        List<String> mustContain,
        List<String> mustNotContain,
        List<String> recordFields,
        boolean json,
        double error) {

    /// Rules that err more often than this would escalate what was right: DESIGN section 5.
    public static final double ERROR_MAX = 0.1;

    /// Texts and fields of one list.
    private static final int TEXTS_MAX = 32;

    private static final int TEXT_LENGTH_MAX = 256;
    private static final int CHARACTERS_MAX = 1_000_000;

    public Checks {
        mustContain = List.copyOf(mustContain);
        mustNotContain = List.copyOf(mustNotContain);
        recordFields = List.copyOf(recordFields);
        if (!(error >= 0 && error <= ERROR_MAX)) {
            throw new IllegalArgumentException("checks.error must be 0 to " + ERROR_MAX + ", as measured, not " + error
                    + ": rules that err more often would escalate what was right");
        }
        if (charactersMin < 0
                || charactersMax < 0
                || charactersMin > CHARACTERS_MAX
                || charactersMax > CHARACTERS_MAX) {
            throw new IllegalArgumentException("checks must name 0 to " + CHARACTERS_MAX + " characters");
        }
        if (charactersMax > 0 && charactersMin > charactersMax) {
            throw new IllegalArgumentException("checks.charactersMin must not pass checks.charactersMax");
        }
        bounded("mustContain", mustContain);
        bounded("mustNotContain", mustNotContain);
        bounded("recordFields", recordFields);
        if (!json
                && charactersMin == 0
                && charactersMax == 0
                && mustContain.isEmpty()
                && mustNotContain.isEmpty()
                && recordFields.isEmpty()) {
            throw new IllegalArgumentException("checks must have a rule");
        }
    }

    private static void bounded(String field, List<String> texts) {
        if (texts.size() > TEXTS_MAX
                || texts.stream().anyMatch(text -> text.isBlank() || text.length() > TEXT_LENGTH_MAX)) {
            throw new IllegalArgumentException("checks." + field + " must have at most " + TEXTS_MAX + " texts of 1 to "
                    + TEXT_LENGTH_MAX + " characters");
        }
    }
}
