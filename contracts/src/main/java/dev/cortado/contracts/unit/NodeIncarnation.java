package dev.cortado.contracts.unit;

/// One life of a node; a restart is another.
public record NodeIncarnation(String value) {

    public NodeIncarnation {
        Identifiers.check("node incarnation", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
