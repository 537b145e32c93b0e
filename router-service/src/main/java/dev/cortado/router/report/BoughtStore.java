package dev.cortado.router.report;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// Where answered requests are remembered.
public interface BoughtStore {

    /// The newest of the span, at most so many. Fails with [dev.cortado.router.decision.StoreAway] where the store
    /// cannot be asked.
    CompletionStage<List<Bought>> newest(Span span, int max);
}
