package dev.cortado.gateway.feedback;

import dev.cortado.contracts.unit.ReservationId;
import java.time.Instant;

/// The rating that stands.
///
/// @param kind score, thumbs, opened, clicked or replied
/// @param score what it counts as, 0..1
/// @param variant whose answer was rated
public record Rating(ReservationId decision, String kind, double score, String variant, Instant ratedAt) {}
