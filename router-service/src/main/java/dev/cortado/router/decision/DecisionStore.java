package dev.cortado.router.decision;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.hold.AttemptKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Where decisions outlive the router. Writes are queued and never wait; a fate is written once, the first one wins.
public interface DecisionStore {

    void decided(Decision decision);

    void placed(Attempt attempt);

    void ended(AttemptKey key, Fate fate);

    /// The usage of an attempt that is not in this router's memory: of an earlier life or of another router. Writes the
    /// fate, and what the event tells of the decision where its router died before it was stored.
    void recovered(Decision decision);

    /// Attempts of a partition whose usage can no longer come, since the log's clock is past this `publishBy`.
    void overdue(int partition, Instant publishBy);

    CompletionStage<Optional<Decision>> find(ReservationId id);
}
