package dev.cortado.bench.simulation.party;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.DecisionStore;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.hold.AttemptKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// No money depends on what a router's store remembers, so a history has none.
final class NoStore implements DecisionStore {

    @Override
    public void decided(Decision decision) {}

    @Override
    public void placed(Attempt attempt) {}

    @Override
    public void ended(AttemptKey key, Fate fate) {}

    @Override
    public void recovered(Decision decision) {}

    @Override
    public void overdue(int partition, Instant publishBy) {}

    @Override
    public CompletionStage<Optional<Decision>> find(ReservationId id) {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
