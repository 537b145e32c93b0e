package dev.cortado.evaluation.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Whether the number that an answer gives is the expected one, however it is written: `1,250`, `$1250.00` and `1250`
/// are equal. Given is what follows the last equals sign; else the number that the answer begins with; else its last
/// one.
public record NumberCheck(BigDecimal expected) implements Checker {

    private static final Pattern NUMBER =
            Pattern.compile("[-−]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|[-−]?\\d+(?:\\.\\d+)?");
    private static final Pattern LEADING = Pattern.compile("^[\\s$€£*`\"(]*$");

    public NumberCheck(long expected) {
        this(BigDecimal.valueOf(expected));
    }

    public NumberCheck(String expected) {
        this(new BigDecimal(expected));
    }

    @Override
    public double score(String answer) {
        return Checker.of(
                given(answer).filter(number -> number.compareTo(expected) == 0).isPresent());
    }

    private static Optional<BigDecimal> given(String answer) {
        String said = answer.substring(answer.lastIndexOf('=') + 1);
        List<MatchResult> numbers = NUMBER.matcher(said).results().toList();
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        boolean first = said.length() < answer.length()
                || LEADING.matcher(said.substring(0, numbers.getFirst().start()))
                        .find();
        return Optional.of(value((first ? numbers.getFirst() : numbers.getLast()).group()));
    }

    private static BigDecimal value(String number) {
        return new BigDecimal(number.replace(",", "").replace('−', '-'));
    }
}
