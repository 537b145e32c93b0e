package dev.cortado.contracts.unit;

/// One limit in one instance of its window.
public record CounterId(long value) {

    public CounterId {
        if (value <= 0) {
            throw new IllegalArgumentException("a counter id must be positive, not " + value);
        }
    }
}
