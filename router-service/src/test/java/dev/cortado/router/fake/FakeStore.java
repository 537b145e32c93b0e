package dev.cortado.router.fake;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.DecisionStore;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.hold.AttemptKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Remembers what it was told to write.
public final class FakeStore implements DecisionStore {

    public final Map<ReservationId, Decision> decided = new LinkedHashMap<>();
    public final List<Attempt> placed = new ArrayList<>();
    public final Map<AttemptKey, Fate> ended = new LinkedHashMap<>();
    public final List<Decision> recovered = new ArrayList<>();
    public final List<Instant> overdue = new ArrayList<>();

    @Override
    public void decided(Decision decision) {
        decided.put(decision.id(), decision);
    }

    @Override
    public void placed(Attempt attempt) {
        placed.add(attempt);
    }

    @Override
    public void ended(AttemptKey key, Fate fate) {
        ended.putIfAbsent(key, fate);
    }

    @Override
    public void recovered(Decision decision) {
        recovered.add(decision);
    }

    @Override
    public void overdue(int partition, Instant publishBy) {
        overdue.add(publishBy);
    }

    @Override
    public CompletionStage<Optional<Decision>> find(ReservationId id) {
        return CompletableFuture.completedFuture(Optional.ofNullable(decided.get(id)));
    }
}
