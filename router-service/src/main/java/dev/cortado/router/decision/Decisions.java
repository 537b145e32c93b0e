package dev.cortado.router.decision;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.hold.AttemptKey;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// This router's decisions: in memory while one of their attempts is open and for some time after, and in the store.
public final class Decisions {

    private final Map<ReservationId, Decision> inMemory = new ConcurrentHashMap<>();
    private final Queue<ReservationId> closed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger closedCount = new AtomicInteger();
    private final DecisionStore store;
    private final int closedMax;

    /// @param closedMax decisions kept in memory after the last of their attempts ended
    public Decisions(DecisionStore store, int closedMax) {
        this.store = store;
        this.closedMax = closedMax;
    }

    /// Takes a decision in with its first attempt.
    public void decided(Decision decision) {
        inMemory.put(decision.id(), decision);
        store.decided(decision);
        store.placed(decision.latest());
    }

    /// Adds a further attempt.
    ///
    /// @return whether it comes next: not where another took its number, nor where the decision is gone
    public boolean placed(Attempt attempt) {
        AtomicReference<Boolean> next = new AtomicReference<>(false);
        inMemory.computeIfPresent(attempt.key().reservation(), (_, decision) -> {
            boolean isNext =
                    decision.latest().key().attempt() + 1 == attempt.key().attempt();
            next.set(isNext);
            return isNext ? decision.with(attempt) : decision;
        });
        if (next.get()) {
            store.placed(attempt);
        }
        return next.get();
    }

    /// Notes an attempt's fate; the first one stands.
    ///
    /// @return whether this was the first
    public boolean ended(AttemptKey key, Fate fate) {
        AtomicReference<Boolean> first = new AtomicReference<>(false);
        Decision now = inMemory.computeIfPresent(key.reservation(), (_, decision) -> {
            boolean isFirst = decision.attempt(key)
                    .map(attempt -> attempt.fate().isOpen())
                    .orElse(false);
            first.set(isFirst);
            return isFirst ? decision.with(key, fate) : decision;
        });
        if (!first.get()) {
            return false;
        }
        store.ended(key, fate);
        if (now != null && !now.isOpen()) {
            closed.add(now.id());
            closedCount.incrementAndGet();
            forgetOldest();
        }
        return true;
    }

    public Optional<Decision> inMemory(ReservationId id) {
        return Optional.ofNullable(inMemory.get(id));
    }

    /// The decision from memory, else from the store.
    public CompletionStage<Optional<Decision>> find(ReservationId id) {
        Decision known = inMemory.get(id);
        return known == null ? store.find(id) : CompletableFuture.completedFuture(Optional.of(known));
    }

    private void forgetOldest() {
        while (closedCount.get() > closedMax) {
            ReservationId oldest = closed.poll();
            if (oldest == null) {
                return;
            }
            closedCount.decrementAndGet();
            // One that was rerouted since is open again, and comes back to the queue when that attempt ends.
            inMemory.computeIfPresent(oldest, (_, decision) -> decision.isOpen() ? decision : null);
        }
    }
}
