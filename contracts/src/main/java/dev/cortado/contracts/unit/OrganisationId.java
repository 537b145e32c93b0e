package dev.cortado.contracts.unit;

/// An organisation: the root of a tenant path.
public record OrganisationId(String value) {

    public OrganisationId {
        Identifiers.check("organisation id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
