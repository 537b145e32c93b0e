package dev.cortado.contracts.unit;

/// An immutable version of the price book.
public record PriceVersion(String value) {

    public PriceVersion {
        Identifiers.check("price version", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
