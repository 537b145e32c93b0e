package dev.cortado.gateway.feedback;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.authenticate.Tenant;
import java.util.concurrent.CompletionStage;

/// Where ratings go. Nothing here completes exceptionally.
public interface Ratings {

    /// @param rater who rates, among all who share the tenant's project
    CompletionStage<Outcome> rate(Tenant tenant, ReservationId decision, String rater, Remark remark);

    sealed interface Outcome {}

    /// The first rating of this decision, rater and kind.
    record Stands(Rating rating) implements Outcome {}

    /// There is none of this id, or it is another tenant's.
    record UnknownDecision() implements Outcome {}

    /// The decision has as many as one may.
    record TooMany(String message) implements Outcome {}

    record Unreachable() implements Outcome {}
}
