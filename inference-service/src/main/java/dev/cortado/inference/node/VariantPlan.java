package dev.cortado.inference.node;

import dev.cortado.contracts.unit.VariantId;
import java.nio.file.Path;

/// A variant that this node is to serve, as the catalogue has it.
///
/// @param contextTokens of each slot
/// @param slots attempts that run at once
public record VariantPlan(VariantId id, Path file, int contextTokens, int slots) {}
