package dev.cortado.contracts.unit;

/// Nodes of one hardware kind and price, such as `cpu-small`.
public record PoolId(String value) {

    public PoolId {
        Identifiers.check("pool id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
