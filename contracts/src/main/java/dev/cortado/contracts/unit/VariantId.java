package dev.cortado.contracts.unit;

/// One way to run a model: model, precision, pruning and adapter, such as `smollm2-135m-instruct-q4_1`.
public record VariantId(String value) {

    public VariantId {
        Identifiers.check("variant id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
