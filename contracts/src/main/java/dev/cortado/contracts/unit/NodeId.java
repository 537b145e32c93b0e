package dev.cortado.contracts.unit;

/// One inference service, by its configured name.
public record NodeId(String value) {

    public NodeId {
        Identifiers.check("node id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
