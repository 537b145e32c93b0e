package dev.cortado.contracts.unit;

/// A number of model tokens, 0 to [#COUNT_MAX].
public record TokenCount(long count) implements Comparable<TokenCount> {

    /// More tokens than any context holds; keeps price products far inside 128 bits.
    public static final long COUNT_MAX = 1L << 40;

    public static final TokenCount ZERO = new TokenCount(0);

    public TokenCount {
        if (count < 0 || count > COUNT_MAX) {
            throw new IllegalArgumentException("a token count must be 0 to " + COUNT_MAX + ", not " + count);
        }
    }

    public static TokenCount of(long count) {
        return count == 0 ? ZERO : new TokenCount(count);
    }

    public TokenCount plus(TokenCount other) {
        return of(count + other.count);
    }

    public TokenCount min(TokenCount other) {
        return count <= other.count ? this : other;
    }

    @Override
    public int compareTo(TokenCount other) {
        return Long.compare(count, other.count);
    }
}
