package dev.cortado.router.report;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whose decisions a report is of, and of when: from `from`, included, to `to`.
///
/// @param project null for all of the organisation's
public record Span(OrganisationId organisation, @Nullable ProjectId project, Instant from, Instant to) {

    public Span {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a report's end must be after its beginning");
        }
    }
}
