package dev.cortado.contracts.unit;

/// One life of one router process, as accounting numbers it.
public record SessionId(long value) {

    public SessionId {
        if (value <= 0) {
            throw new IllegalArgumentException("a session id must be positive, not " + value);
        }
    }
}
