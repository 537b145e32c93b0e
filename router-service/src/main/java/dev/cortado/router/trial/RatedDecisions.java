package dev.cortado.router.trial;

import dev.cortado.contracts.unit.OrganisationId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The log that policies are judged by.
public interface RatedDecisions {

    /// An organisation's decisions that left the choice to the router and were rated since then, at most so many of
    /// those rated last. Fails with [dev.cortado.router.decision.StoreAway] where the store cannot be asked.
    CompletionStage<List<RatedDecision>> newest(OrganisationId organisation, Instant since, int max);
}
