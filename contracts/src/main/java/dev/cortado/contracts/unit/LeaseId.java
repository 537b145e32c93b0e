package dev.cortado.contracts.unit;

/// What one session may spend of one counter.
public record LeaseId(long value) {

    public LeaseId {
        if (value <= 0) {
            throw new IllegalArgumentException("a lease id must be positive, not " + value);
        }
    }
}
