package dev.cortado.evaluation.check;

import java.util.regex.Pattern;

/// Whether a whole answer, apart from spaces and a code fence around it, has a form.
///
/// @param pattern a regular expression of Java, with `.` for any character and `^`, `$` at lines
public record PatternCheck(String pattern) implements Checker {

    private static final int ANSWER_CHARACTERS_MAX = 2_000;

    public PatternCheck {
        Pattern.compile(pattern);
    }

    @Override
    public double score(String answer) {
        String said = Texts.unfenced(answer);
        return Checker.of(said.length() <= ANSWER_CHARACTERS_MAX
                && Pattern.compile(pattern, Pattern.DOTALL | Pattern.MULTILINE)
                        .matcher(said)
                        .matches());
    }
}
