package dev.cortado.router.feedback;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import java.time.Instant;

/// What one rater found one answer worth. Holds no text of prompt or answer.
///
/// @param decision whose answer was rated
/// @param rater as the gateway names them, within the project
/// @param score 0..1
/// @param variant of the decision's last attempt
public record Rating(
        ReservationId decision,
        OrganisationId organisation,
        ProjectId project,
        String rater,
        RatingKind kind,
        double score,
        VariantId variant,
        Instant ratedAt) {}
