package dev.cortado.contracts.unit;

/// A project of a team.
public record ProjectId(String value) {

    public ProjectId {
        Identifiers.check("project id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
