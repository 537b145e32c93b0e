package dev.cortado.router.trial;

import dev.cortado.contracts.unit.OrganisationId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Where answered requests of trials are remembered.
public interface TriedDecisions {

    /// An organisation's of one trial since then, at most so many of the newest. Fails with
    /// [dev.cortado.router.decision.StoreAway] where the store cannot be asked.
    CompletionStage<List<TriedDecision>> newest(OrganisationId organisation, String trial, Instant since, int max);
}
