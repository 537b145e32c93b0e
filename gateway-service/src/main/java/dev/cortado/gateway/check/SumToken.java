package dev.cortado.gateway.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text with sums in it is made of.
sealed interface SumToken {

    /// @param decimals digits behind its point
    record Numeral(Fraction value, int decimals) implements SumToken {}

    /// One of `+ - * / ^ ( ) %`.
    record Sign(char sign) implements SumToken {}

    /// Between two sides that are said to be equal.
    ///
    /// @param nearly said to be so about
    record Equals(boolean nearly) implements SumToken {}

    /// A word, such as the unit of a number, in lower case.
    record Word(String word) implements SumToken {}

    /// What ends a sum, such as the end of a line.
    record Break() implements SumToken {}

    /// What a sum may go on with unseen, such as a variable or a time of day.
    record Unknown() implements SumToken {}

    /// Longer numbers are not sums that a model does.
    int NUMBER_CHARACTERS_MAX = 30;

    Pattern TOKEN =
            Pattern.compile("(?<other>\\d+(?::\\d+)+|\\d{4}-\\d{2}-\\d{2}|\\d+(?:\\.\\d+){2,}|[=!<>]=?>|[!<>]=|->)"
                    + "|(?<number>\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?!\\d)|\\d+(?:\\.\\d+)?)"
                    + "|(?<power>\\^|(?<=\\d)\\*\\*(?=\\d))"
                    + "|(?<markup>\\*\\*|`+|\\\\[(\\[\\])]|[$€£]|\\\\,)"
                    + "|(?<times>\\\\times|\\\\cdot|\\*|×|·|(?<=[\\d)%] ?)[xX](?= ?[\\d($€£]))"
                    + "|(?<over>\\\\div|÷|/)"
                    + "|(?<minus>[-−–])"
                    + "|(?<sign>[+()%])"
                    + "|(?<nearly>≈|\\\\approx)"
                    + "|(?<equals>==?)"
                    + "|(?<word>\\p{L}[\\p{L}'’]*)"
                    + "|(?<blank>[ \\t]+)"
                    + "|(?<rest>.|\\n|\\r)");

    /// The tokens of a text, blanks and marks of emphasis left out.
    static List<SumToken> of(String text) {
        List<SumToken> tokens = new ArrayList<>();
        Matcher found = TOKEN.matcher(text);
        while (found.find()) {
            if (found.group("number") != null) {
                tokens.add(number(found.group("number").replace(",", "")));
            } else if (found.group("word") != null) {
                tokens.add(word(found.group("word").toLowerCase(Locale.ROOT)));
            } else if (found.group("power") != null) {
                tokens.add(new Sign('^'));
            } else if (found.group("times") != null) {
                tokens.add(new Sign('*'));
            } else if (found.group("over") != null) {
                tokens.add(new Sign('/'));
            } else if (found.group("minus") != null) {
                tokens.add(isBullet(text, found.start()) ? new Break() : new Sign('-'));
            } else if (found.group("sign") != null) {
                tokens.add(new Sign(found.group().charAt(0)));
            } else if (found.group("nearly") != null || found.group("equals") != null) {
                tokens.add(new Equals(found.group("nearly") != null));
            } else if (found.group("other") != null) {
                tokens.add(new Unknown());
            } else if (found.group("rest") != null) {
                tokens.add(new Break());
            }
        }
        return tokens;
    }

    /// A dash that begins a line, with a blank behind it.
    private static boolean isBullet(String text, int at) {
        int before = at - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        boolean begins = before < 0 || text.charAt(before) == '\n';
        return begins && at + 1 < text.length() && text.charAt(at + 1) == ' ';
    }

    private static SumToken number(String digits) {
        if (digits.length() > NUMBER_CHARACTERS_MAX) {
            return new Unknown();
        }
        BigDecimal number = new BigDecimal(digits);
        return new Numeral(Fraction.of(number), number.scale());
    }

    /// A letter by itself is a variable, but for the `r` before a remainder.
    private static SumToken word(String word) {
        if (word.length() == 1 && !word.equals("r")) {
            return new Unknown();
        }
        return switch (word) {
            case "plus" -> new Sign('+');
            case "minus" -> new Sign('-');
            case "times" -> new Sign('*');
            case "equals", "is" -> new Equals(false);
            default -> new Word(word);
        };
    }
}
