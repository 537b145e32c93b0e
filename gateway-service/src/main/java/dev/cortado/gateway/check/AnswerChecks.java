package dev.cortado.gateway.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Rules that an answer must keep. Texts are compared without regard to case.
///
/// @param charactersMin code points of the answer, 0 for any
/// @param charactersMax the same, 0 for any
/// @param recordFields names of lines `name: value` of what the user said last, whose value the answer must contain
/// @param json whether the answer must be JSON
public record AnswerChecks(
        int charactersMin,
        int charactersMax,
        List<String> mustContain,
        List<String> mustNotContain,
        List<String> recordFields,
        boolean json)
        implements AnswerCheck {

    public AnswerChecks {
        mustContain = List.copyOf(mustContain);
        mustNotContain = List.copyOf(mustNotContain);
        recordFields = List.copyOf(recordFields);
    }

    @Override
    public Judgement judge(String answer, String said) {
        return broken(answer, said).<Judgement>map(Judgement.Broken::new).orElseGet(Judgement.Kept::new);
    }

    /// The first rule that the answer breaks, in words; empty where it keeps all.
    ///
    /// @param said what the user said last
    public Optional<String> broken(String answer, String said) {
        String text = answer.strip();
        int characters = text.codePointCount(0, text.length());
        if (characters < charactersMin) {
            return Optional.of("has " + characters + " characters, fewer than " + charactersMin);
        }
        if (charactersMax > 0 && characters > charactersMax) {
            return Optional.of("has " + characters + " characters, more than " + charactersMax);
        }
        if (json && !JsonText.isWhole(text)) {
            return Optional.of("is not JSON");
        }
        String folded = fold(text);
        for (String wanted : mustContain) {
            if (!folded.contains(fold(wanted))) {
                return Optional.of("does not contain '" + wanted + "'");
            }
        }
        for (String unwanted : mustNotContain) {
            if (folded.contains(fold(unwanted))) {
                return Optional.of("contains '" + unwanted + "'");
            }
        }
        return recordFields.stream()
                .filter(field -> !keeps(folded, field, said))
                .map(field -> "does not contain the " + field + " of the record")
                .findFirst();
    }

    /// A record without the field, or with nothing in it, asks for nothing.
    private static boolean keeps(String folded, String field, String said) {
        String prefix = fold(field) + ":";
        return said.lines()
                .map(line -> fold(line.strip()))
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .allMatch(folded::contains);
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
