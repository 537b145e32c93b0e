package dev.cortado.contracts.unit;

/// The public id of an API key.
public record KeyId(String value) {

    public KeyId {
        Identifiers.check("key id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
