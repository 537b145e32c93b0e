package dev.cortado.inference.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The decimal integers from one bound to another as an expression, digit by digit.
final class IntegerRange {

    /// Digits of the largest integers written where a bound is open.
    private static final int DIGITS_MAX = 16;

    static final long MAGNITUDE_MAX = 9_999_999_999_999_999L;

    private IntegerRange() {}

    /// @param low lowest, null for none
    /// @param high highest, null for none; not below the lowest
    static String of(@Nullable Long low, @Nullable Long high) {
        long from = low == null ? -MAGNITUDE_MAX : low;
        long to = high == null ? MAGNITUDE_MAX : high;
        List<String> alternatives = new ArrayList<>();
        if (from < 0) {
            alternatives.add("\"-\" (" + upTo(Math.max(1, -to), -from) + ")");
        }
        if (to >= 0) {
            alternatives.add(upTo(Math.max(0, from), to));
        }
        return String.join(" | ", alternatives);
    }

    /// From one natural number to another, by their number of digits.
    private static String upTo(long low, long high) {
        List<String> alternatives = new ArrayList<>();
        int lowDigits = Long.toString(low).length();
        int highDigits = Long.toString(high).length();
        for (int digits = lowDigits; digits <= highDigits; digits++) {
            String first = digits == lowDigits ? Long.toString(low) : "1" + "0".repeat(digits - 1);
            String last = digits == highDigits ? Long.toString(high) : "9".repeat(digits);
            alternatives.add(sameLength(first, last));
        }
        return String.join(" | ", alternatives);
    }

    /// From one text of digits to another of the same length, the first not above the last.
    private static String sameLength(String first, String last) {
        if (first.isEmpty()) {
            return "";
        }
        int rest = first.length() - 1;
        char low = first.charAt(0);
        char high = last.charAt(0);
        String lowRest = first.substring(1);
        String highRest = last.substring(1);
        if (low == high) {
            return joined(digits(low, high), sameLength(lowRest, highRest));
        }
        boolean wholeBelow = lowRest.equals("0".repeat(rest));
        boolean wholeAbove = highRest.equals("9".repeat(rest));
        List<String> alternatives = new ArrayList<>();
        if (!wholeBelow) {
            alternatives.add(joined(digits(low, low), sameLength(lowRest, "9".repeat(rest))));
        }
        char middleLow = wholeBelow ? low : (char) (low + 1);
        char middleHigh = wholeAbove ? high : (char) (high - 1);
        if (middleLow <= middleHigh) {
            alternatives.add(joined(digits(middleLow, middleHigh), any(rest)));
        }
        if (!wholeAbove) {
            alternatives.add(joined(digits(high, high), sameLength("0".repeat(rest), highRest)));
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : "(" + String.join(" | ", alternatives) + ")";
    }

    private static String digits(char low, char high) {
        return low == high ? "\"" + low + "\"" : "[" + low + "-" + high + "]";
    }

    private static String any(int count) {
        return count == 0 ? "" : "[0-9]" + (count == 1 ? "" : "{" + Math.min(count, DIGITS_MAX) + "}");
    }

    private static String joined(String first, String rest) {
        return rest.isEmpty() ? first : first + " " + rest;
    }
}
