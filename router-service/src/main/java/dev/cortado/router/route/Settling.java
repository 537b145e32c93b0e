package dev.cortado.router.route;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.DecisionStore;
import dev.cortado.router.decision.Decisions;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.health.NodeHealth;
import dev.cortado.router.health.Verdict;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.hold.Hold;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.Tenant;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// What comes after an attempt was placed. Its hold ends once, by whichever comes first: the node's receipt, its usage
/// event in the log, its refusal, the gateway's word that no node ever got its token, or the log's clock passing the
/// time by which its usage had to be there.
public final class Settling {

    /// How often, on the log's clock, the store looks for attempts that nobody waits for any more.
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final Sessions sessions;
    private final Holds holds;
    private final Decisions decisions;
    private final DecisionStore store;
    private final Fleet fleet;
    private final NodeHealth health;
    private final AbandonedLog abandonedLog;
    private final Time time;
    private final RouteWatcher watcher;
    private final Reserves reserves;
    private final Map<Integer, Instant> sweptAt = new ConcurrentHashMap<>();

    public Settling(
            Router.Parts parts,
            NodeHealth health,
            DecisionStore store,
            AbandonedLog abandonedLog,
            Time time,
            RouteWatcher watcher) {
        this.sessions = parts.sessions();
        this.holds = parts.holds();
        this.decisions = parts.decisions();
        this.fleet = parts.fleet();
        this.health = health;
        this.store = store;
        this.abandonedLog = abandonedLog;
        this.time = time;
        this.watcher = watcher;
        this.reserves = new Reserves(parts.holds(), time);
    }

    /// What is held for second attempts.
    Reserves reserves() {
        return reserves;
    }

    /// How the nodes fare with what is placed on them.
    NodeHealth health() {
        return health;
    }

    /// The gateway needs no further attempt of a request: what was held for one is free.
    public void over(ReservationId reservation) {
        reserves.release(reservation);
    }

    /// Settles an attempt by its node's word. Repeating it changes nothing and gets the same answer.
    public SettleOutcome settle(Word word) {
        if (word instanceof Word.Refusal refusal && !refusal.reason().neverStarted()) {
            return unheard(word.key(), false);
        }
        Optional<Decision> decision = decisions.inMemory(word.key().reservation());
        if (decision.isEmpty()) {
            store.ended(word.key(), fate(word));
            return new SettleOutcome.AcceptedElsewhere();
        }
        Optional<Attempt> attempt = decision.get().attempt(word.key());
        if (attempt.isEmpty()) {
            return unknownAttempt(word.key());
        }
        if (!attempt.get().node().equals(word.node())
                || !attempt.get().incarnation().equals(word.incarnation())) {
            return new SettleOutcome.Rejected("the attempt was not for node " + word.node());
        }
        if (word instanceof Word.Refusal refusal && refusal.reason().closesNode()) {
            fleet.avoid(refusal.node());
        }
        end(word, attempt.get());
        return accepted(decision.get(), attempt.get());
    }

    /// Nothing was heard of an attempt: its hold waits for the log.
    ///
    /// @param nodeFailed the node went away, or overran its time
    public SettleOutcome unheard(AttemptKey key, boolean nodeFailed) {
        return decisions
                .inMemory(key.reservation())
                .flatMap(decision -> decision.attempt(key).map(attempt -> {
                    judged(attempt, ofNode(nodeFailed));
                    return accepted(decision, attempt);
                }))
                .orElseGet(SettleOutcome.AcceptedElsewhere::new);
    }

    private static Verdict ofNode(boolean failed) {
        return failed ? Verdict.FAILED : Verdict.UNDECIDED;
    }

    private void judged(Attempt attempt, Verdict verdict) {
        health.ended(attempt.node(), attempt.incarnation(), attempt.key(), verdict);
    }

    private SettleOutcome accepted(Decision decision, Attempt attempt) {
        return new SettleOutcome.Accepted(holds.budget(decision.tenant().organisation(), attempt.path()));
    }

    /// No node ever got the attempt's token, nor ever will: its hold is free at once. Should a node run it all the
    /// same, the leases' constraints still hold the cap, and what does not fit goes to the operator.
    ///
    /// @param nodeFailed the node could not be reached
    public SettleOutcome unused(AttemptKey key, boolean nodeFailed) {
        Fate fate = new Fate.Released();
        Optional<Decision> decision = decisions.inMemory(key.reservation());
        if (decision.isEmpty()) {
            store.ended(key, fate);
            return new SettleOutcome.AcceptedElsewhere();
        }
        Optional<Attempt> attempt = decision.get().attempt(key);
        if (attempt.isEmpty()) {
            return unknownAttempt(key);
        }
        if (end(key, Map.of(), fate, "released").isPresent()) {
            judged(attempt.get(), ofNode(nodeFailed));
        }
        return accepted(decision.get(), attempt.get());
    }

    private static SettleOutcome unknownAttempt(AttemptKey key) {
        return new SettleOutcome.Rejected("the reservation has no attempt " + key.attempt());
    }

    /// A usage event stood in the log.
    ///
    /// @param fromEvent the decision as far as the event's token tells it, for a router that did not make it
    /// @param appendedAt the log's time; after the attempt's `publishBy` the usage is not the tenant's to pay
    public void used(Word.Receipt receipt, Decision fromEvent, Instant appendedAt) {
        if (appendedAt.isAfter(fromEvent.latest().publishBy())) {
            return;
        }
        Optional<Attempt> own =
                decisions.inMemory(receipt.key().reservation()).flatMap(decision -> decision.attempt(receipt.key()));
        if (own.isPresent()) {
            end(receipt, own.get());
        } else {
            store.recovered(fromEvent);
        }
    }

    /// The log's clock in one partition: every usage event appended before was seen.
    public void ticked(int partition, Instant logTime) {
        Instant publishedBefore = logTime.minus(sessions.skewMax());
        Instant lastSwept = sweptAt.getOrDefault(partition, Instant.EPOCH);
        if (publishedBefore.isAfter(lastSwept.plus(SWEEP_EVERY))) {
            sweptAt.put(partition, publishedBefore);
            store.overdue(partition, publishedBefore);
        }
        for (Hold hold : holds.overdue(partition, publishedBefore)) {
            if (end(hold.key(), Map.of(), new Fate.Abandoned(), "abandoned").isPresent()) {
                abandonedLog.abandoned(hold);
            }
        }
    }

    private void end(Word word, Attempt attempt) {
        Optional<Hold> ended = switch (word) {
            case Word.Receipt receipt -> {
                Fate fate = new Fate.Settled(receipt.cost().min(attempt.hold()), receipt.usage(), receipt.finish());
                yield end(receipt.key(), receipt.charged(), fate, "settled");
            }
            case Word.Refusal refusal -> end(refusal.key(), Map.of(), fate(refusal), "refused");
        };
        ended.ifPresent(_ -> judged(attempt, verdict(word)));
    }

    private static Verdict verdict(Word word) {
        return switch (word) {
            case Word.Refusal _ -> Verdict.UNDECIDED;
            case Word.Receipt receipt ->
                switch (receipt.finish()) {
                    case STOP, LENGTH, BUDGET, TOOL_CALLS -> Verdict.SUCCEEDED;
                    case ERROR -> Verdict.FAILED;
                    case CANCELLED, DEADLINE, UNSPECIFIED -> Verdict.UNDECIDED;
                };
        };
    }

    private static Fate fate(Word word) {
        return switch (word) {
            case Word.Receipt receipt -> new Fate.Settled(receipt.cost(), receipt.usage(), receipt.finish());
            case Word.Refusal refusal -> new Fate.Refused(refusal.reason(), refusal.promptTokens(), refusal.context());
        };
    }

    private Optional<Hold> end(AttemptKey key, Map<LeaseId, Long> charged, Fate fate, String how) {
        Optional<Hold> ended = holds.close(key, charged);
        ended.ifPresent(hold -> {
            decisions.ended(key, fate);
            watcher.holdEnded(how, Duration.ofNanos(time.nanos() - hold.takenNanos()));
        });
        return ended;
    }

    /// The decision of a tenant's own project, from memory or the store.
    public CompletionStage<Optional<Decision>> find(ReservationId id, Tenant tenant) {
        return decisions
                .find(id)
                .thenApply(found -> found.filter(decision -> decision.tenant().sharesProjectWith(tenant)));
    }
}
