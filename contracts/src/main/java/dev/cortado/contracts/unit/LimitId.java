package dev.cortado.contracts.unit;

/// A cap on a tenant node, in a unit and a window.
public record LimitId(long value) {

    public LimitId {
        if (value <= 0) {
            throw new IllegalArgumentException("a limit id must be positive, not " + value);
        }
    }
}
