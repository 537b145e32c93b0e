package dev.cortado.gateway.check;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The value of a sum such as `(3 + 4) * 2`, read from a list of tokens: products before sums, powers before products,
/// `20% of 80` and units behind numbers understood.
///
/// @param value exact
/// @param operators how many it has; a lone number has none
/// @param end index of the token behind it
/// @param decimals of its last number
/// @param percent its last token is a percent sign
record Sum(Fraction value, int operators, int end, int decimals, boolean percent) {

    /// The longest sum that begins at a token; empty where none does.
    static Optional<Sum> at(List<SumToken> tokens, int begin) {
        Reader reader = new Reader(tokens, begin);
        Fraction value = reader.sum();
        return value == null
                ? Optional.empty()
                : Optional.of(new Sum(value, reader.operators, reader.at, reader.decimals, reader.percent));
    }

    /// Reads by recursive descent. Where what follows an operator is no operand, the sum ends before the operator.
    private static final class Reader {

        private static final int DEPTH_MAX = 32;

        /// Exact fractions grow with each: a longer sum ends here, and is then no statement.
        private static final int OPERATORS_MAX = 64;

        private final List<SumToken> tokens;
        private int at;
        private int operators;
        private int decimals;
        private boolean percent;
        private int depth;

        Reader(List<SumToken> tokens, int begin) {
            this.tokens = tokens;
            this.at = begin;
        }

        private @Nullable Fraction sum() {
            Fraction total = product();
            while (total != null && (is('+') || is('-'))) {
                boolean minus = is('-');
                Fraction left = total;
                Fraction next = operand(this::product, right -> left.plus(minus ? right.negated() : right));
                if (next == null) {
                    return total;
                }
                total = next;
            }
            return total;
        }

        private @Nullable Fraction product() {
            Fraction total = power();
            while (total != null) {
                Fraction left = total;
                Fraction next;
                if (is('*') || isOf()) {
                    next = operand(this::power, left::times);
                } else if (is('/')) {
                    next = operand(this::power, right -> left.dividedBy(right).orElse(null));
                } else {
                    return total;
                }
                if (next == null) {
                    return total;
                }
                total = next;
            }
            return null;
        }

        private @Nullable Fraction power() {
            Fraction base = atom();
            if (base != null && is('^')) {
                Fraction raised =
                        operand(this::atom, exponent -> base.power(exponent).orElse(null));
                return raised == null ? base : raised;
            }
            return base;
        }

        private interface Operand {
            @Nullable
            Fraction read();
        }

        private interface Operation {
            @Nullable
            Fraction on(Fraction right);
        }

        /// Passes the operator and what follows it; null, and nothing passed, where that is no operand.
        private @Nullable Fraction operand(Operand next, Operation operation) {
            if (operators >= OPERATORS_MAX) {
                return null;
            }
            int operatorAt = at;
            int before = operators;
            int decimalsBefore = decimals;
            boolean percentBefore = percent;
            at++;
            Fraction right = next.read();
            Fraction result = right == null ? null : operation.on(right);
            if (result == null) {
                at = operatorAt;
                operators = before;
                decimals = decimalsBefore;
                percent = percentBefore;
            } else {
                operators++;
            }
            return result;
        }

        private @Nullable Fraction atom() {
            if (is('-')) {
                int begin = at++;
                Fraction value = is('-') ? null : atom();
                at = value == null ? begin : at;
                return value == null ? null : value.negated();
            }
            if (is('(')) {
                return brackets();
            }
            if (at < tokens.size() && tokens.get(at) instanceof SumToken.Numeral(Fraction value, int places)) {
                at++;
                decimals = places;
                percent = isPercent();
                at += percent ? 1 : 0;
                unit();
                return percent ? value.hundredth() : value;
            }
            return null;
        }

        private @Nullable Fraction brackets() {
            int begin = at++;
            Fraction value = ++depth > DEPTH_MAX ? null : sum();
            depth--;
            if (value == null || !is(')')) {
                at = begin;
                return null;
            }
            at++;
            unit();
            return value;
        }

        /// A percent sign that no number follows, with which it would be a remainder.
        private boolean isPercent() {
            return is('%')
                    && !(at + 1 < tokens.size()
                            && (tokens.get(at + 1) instanceof SumToken.Numeral
                                    || (tokens.get(at + 1) instanceof SumToken.Sign(char sign) && sign == '(')));
        }

        /// Passes the unit of a number, if a sum goes on or ends behind it.
        private void unit() {
            boolean isUnit = at < tokens.size()
                    && tokens.get(at) instanceof SumToken.Word(String word)
                    && !word.equals("of")
                    && (at + 1 == tokens.size()
                            || tokens.get(at + 1) instanceof SumToken.Equals
                            || (tokens.get(at + 1) instanceof SumToken.Sign(char sign) && sign != '('));
            at += isUnit ? 1 : 0;
        }

        private boolean is(char wanted) {
            return at < tokens.size() && tokens.get(at) instanceof SumToken.Sign(char sign) && sign == wanted;
        }

        private boolean isOf() {
            return percent
                    && at < tokens.size()
                    && tokens.get(at) instanceof SumToken.Word(String word)
                    && word.equals("of");
        }
    }
}
