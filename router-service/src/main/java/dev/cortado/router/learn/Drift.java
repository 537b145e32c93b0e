package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.VariantId;

/// An alarm that sounds: an organisation's ratings of a variant do not fit what is predicted of it.
///
/// @param meanResidual how far recent ratings lie from what was to be expected; below 0 where they are worse
public record Drift(OrganisationId organisation, VariantId variant, double meanResidual) {

    boolean isOfTheSame(Drift other) {
        return organisation.equals(other.organisation) && variant.equals(other.variant);
    }
}
