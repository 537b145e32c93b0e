package dev.cortado.gateway.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/// An exact number. Its denominator is positive.
record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {

    private static final Fraction HUNDREDTH = new Fraction(BigInteger.ONE, BigInteger.valueOf(100));
    private static final int EXPONENT_MAX = 64;
    private static final int BITS_MAX = 4_096;

    Fraction {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("the denominator must be positive");
        }
        BigInteger common = numerator.gcd(denominator);
        numerator = numerator.divide(common);
        denominator = denominator.divide(common);
    }

    static Fraction of(BigDecimal number) {
        BigInteger scale = BigInteger.TEN.pow(Math.max(0, number.scale()));
        return new Fraction(number.multiply(new BigDecimal(scale)).toBigIntegerExact(), scale);
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction negated() {
        return new Fraction(numerator.negate(), denominator);
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Fraction hundredth() {
        return times(HUNDREDTH);
    }

    /// Empty for a division by zero.
    Optional<Fraction> dividedBy(Fraction other) {
        if (other.numerator.signum() == 0) {
            return Optional.empty();
        }
        BigInteger sign = BigInteger.valueOf(other.numerator.signum());
        Fraction inverse = new Fraction(sign.multiply(other.denominator), other.numerator.abs());
        return Optional.of(times(inverse));
    }

    /// Empty where the exponent is no small whole number, or the power is huge.
    Optional<Fraction> power(Fraction exponent) {
        boolean isSmall = exponent.isWhole()
                && exponent.numerator.signum() >= 0
                && exponent.numerator.bitLength() < Integer.SIZE - 1
                && exponent.numerator.intValue() <= EXPONENT_MAX;
        if (!isSmall) {
            return Optional.empty();
        }
        int times = exponent.numerator.intValue();
        return (long) Math.max(numerator.bitLength(), denominator.bitLength()) * times > BITS_MAX
                ? Optional.empty()
                : Optional.of(new Fraction(numerator.pow(times), denominator.pow(times)));
    }

    boolean isWhole() {
        return denominator.equals(BigInteger.ONE);
    }

    /// The largest whole number not above it.
    Fraction floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        BigInteger whole = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        return new Fraction(whole, BigInteger.ONE);
    }

    /// Whether the two are at most half of the last of so many decimals apart.
    boolean rounds(Fraction other, int decimals) {
        Fraction twice = plus(other.negated());
        BigInteger scaled = twice.numerator.abs().multiply(BigInteger.TWO).multiply(BigInteger.TEN.pow(decimals));
        return scaled.compareTo(twice.denominator) <= 0;
    }

    /// Its digits, or as a fraction.
    @Override
    public String toString() {
        return isWhole() ? numerator.toString() : numerator + "/" + denominator;
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }
}
