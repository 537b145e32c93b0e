package dev.cortado.gateway.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reckons what an answer reckons: every statement `a op b = c` in it must hold, exactly, or rounded to the decimals
/// that `c` has. Where the user wrote exactly one sum, its value must be among the numbers given, or be the only number
/// of an answer without statements. Else there is nothing to judge by.
public final class ArithmeticCheck implements AnswerCheck {

    /// What is beyond is not looked at, so that an answer takes milliseconds at most.
    private static final int CHARACTERS_MAX = 32_768;

    private static final List<String> REMAINDERS = List.of("r", "remainder", "rest");
    private static final Fraction HUNDRED = Fraction.of(BigDecimal.valueOf(100));

    private static final Pattern DATE_OR_RANGE = Pattern.compile("(?<=\\d)[-–/](?=\\d)");

    @Override
    public Judgement judge(String answer, String said) {
        List<SumToken> tokens = SumToken.of(head(answer));
        int held = 0;
        for (int at = 1; at < tokens.size() - 1; at++) {
            if (tokens.get(at) instanceof SumToken.Equals(boolean nearly)) {
                switch (statement(tokens, at, nearly)) {
                    case Judgement.Broken broken -> {
                        return broken;
                    }
                    case Judgement.Kept _ -> held++;
                    case Judgement.Undecided _ -> {}
                }
            }
        }
        return held > 0 ? reaches(tokens, asked(said)) : gives(tokens, asked(said));
    }

    /// Where the message has exactly one sum, whose value it knows.
    @Override
    public boolean decides(String said) {
        return asked(said).isPresent();
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), CHARACTERS_MAX));
    }

    /// Whether the statement around an equals sign holds, where it is one.
    private static Judgement statement(List<SumToken> tokens, int at, boolean nearly) {
        Sum left = before(tokens, at).orElse(null);
        Sum right = Sum.at(tokens, at + 1).orElse(null);
        if (left == null || right == null || left.operators() + right.operators() == 0 || goesOn(tokens, right.end())) {
            return new Judgement.Undecided();
        }
        return equal(left, right, nearly, hasRemainder(tokens, right.end()))
                ? new Judgement.Kept()
                : new Judgement.Broken("reckons " + right.value() + " where it is " + left.value());
    }

    private static boolean goesOn(List<SumToken> tokens, int end) {
        return end < tokens.size()
                && (tokens.get(end) instanceof SumToken.Unknown || tokens.get(end) instanceof SumToken.Sign);
    }

    private static boolean equal(Sum left, Sum right, boolean nearly, boolean hasRemainder) {
        Fraction said = right.value();
        if (isNear(left.value(), said, right.decimals() > 0 || nearly ? right.decimals() : -1)) {
            return true;
        }
        if (right.percent()
                && isNear(left.value(), said.times(HUNDRED), right.decimals() > 0 ? right.decimals() : -1)) {
            return true;
        }
        return hasRemainder && left.value().floor().equals(said);
    }

    /// @param decimals that may be rounded to, negative for none
    private static boolean isNear(Fraction exact, Fraction said, int decimals) {
        return exact.equals(said) || (decimals >= 0 && exact.rounds(said, decimals));
    }

    private static boolean hasRemainder(List<SumToken> tokens, int end) {
        for (int at = end; at < Math.min(tokens.size(), end + 3); at++) {
            if (tokens.get(at) instanceof SumToken.Word(String word) && REMAINDERS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /// The longest sum that ends right before a token and begins behind the last thing that is no part of it.
    private static Optional<Sum> before(List<SumToken> tokens, int end) {
        int first = end;
        while (first > 0
                && !(tokens.get(first - 1) instanceof SumToken.Break)
                && !(tokens.get(first - 1) instanceof SumToken.Equals)) {
            first--;
        }
        List<SumToken> upTo = tokens.subList(0, end);
        for (int begin = first; begin < end; begin++) {
            Optional<Sum> sum = begin == first || mayBegin(tokens, begin) ? Sum.at(upTo, begin) : Optional.empty();
            if (sum.isPresent() && sum.get().end() == end) {
                return sum;
            }
        }
        return Optional.empty();
    }

    /// Behind a word, with a number: what an operator or a variable stands before is a part of something larger, and a
    /// bracket behind a word may be that of a function.
    private static boolean mayBegin(List<SumToken> tokens, int begin) {
        return tokens.get(begin) instanceof SumToken.Numeral && tokens.get(begin - 1) instanceof SumToken.Word;
    }

    /// Of right statements: where one sum was asked for, its value must be among the numbers that are given.
    private static Judgement reaches(List<SumToken> answer, Optional<Sum> asked) {
        boolean isReached = asked.isEmpty()
                || sums(answer).stream()
                        .anyMatch(given -> given.operators() == 0 && equal(asked.get(), given, false, false));
        return isReached
                ? new Judgement.Kept()
                : new Judgement.Broken("does not come to what the sum that was asked for is");
    }

    /// Of an answer without statements.
    private static Judgement gives(List<SumToken> answer, Optional<Sum> asked) {
        List<Sum> given = sums(answer);
        if (asked.isEmpty() || given.size() != 1 || given.getFirst().operators() > 0) {
            return new Judgement.Undecided();
        }
        return equal(asked.get(), given.getFirst(), false, false)
                ? new Judgement.Kept()
                : new Judgement.Broken("gives another number than the sum that was asked for has");
    }

    /// The sum that the user wrote, if there is exactly one, and no variable or time of day beside it.
    private static Optional<Sum> asked(String said) {
        List<SumToken> question = SumToken.of(DATE_OR_RANGE.matcher(head(said)).replaceAll(";"));
        List<Sum> sums =
                sums(question).stream().filter(sum -> sum.operators() > 0).toList();
        boolean isPlain = question.stream().noneMatch(SumToken.Unknown.class::isInstance);
        return isPlain && sums.size() == 1 ? Optional.of(sums.getFirst()) : Optional.empty();
    }

    /// The sums of a text, one after the other, lone numbers among them.
    private static List<Sum> sums(List<SumToken> tokens) {
        List<Sum> sums = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            Optional<Sum> sum = Sum.at(tokens, at);
            sum.ifPresent(sums::add);
            at = sum.map(Sum::end).orElse(at + 1);
        }
        return sums;
    }
}
