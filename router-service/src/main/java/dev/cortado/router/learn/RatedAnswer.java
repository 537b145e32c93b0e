package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.estimate.SeenPrompt;

/// A rating as it is learnt from.
///
/// @param arrival its place in the order in which all ratings came
/// @param variant that answered
public record RatedAnswer(long arrival, OrganisationId organisation, VariantId variant, SeenPrompt prompt, Told told) {}
