package dev.cortado.contracts.unit;

/// A team in an organisation.
public record TeamId(String value) {

    public TeamId {
        Identifiers.check("team id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
