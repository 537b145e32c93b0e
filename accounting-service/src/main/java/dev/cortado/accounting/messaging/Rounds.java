package dev.cortado.accounting.messaging;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.configuration.Rules;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.store.OperationsStore;
import dev.cortado.accounting.store.SessionStore;
import dev.cortado.accounting.store.SetBackStore;
import dev.cortado.contracts.unit.SessionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What accounting does by itself, every second: ticks, the life of sessions; and every minute: housekeeping.
/// Of several instances one takes each turn; a step that fails is logged and comes again with the next round.
@ApplicationScoped
public class Rounds {

    private static final Logger LOG = Logger.getLogger(Rounds.class);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    private static final int WINDOWS_AT_ONCE = 1_000;
    private static final List<String> STATES = List.of("live", "draining", "fenced");

    private final AccountingConfiguration configuration;
    private final SessionRules rules;
    private final SessionStore sessions;
    private final OperationsStore operations;
    private final SetBackStore setBack;
    private final LogMarks marks;
    private final MeterRegistry meters;
    private final Counter hedgesRefunded;
    private final Map<String, AtomicLong> sessionsByState = new ConcurrentHashMap<>();
    private final AtomicLong heldSeconds = new AtomicLong();
    /// Cancelled waits for the standby that the operator has been told of.
    private long cancelledWaitsTold;
    private @Nullable Cancellable running;

    Rounds(
            AccountingConfiguration configuration,
            Rules rules,
            SessionStore sessions,
            OperationsStore operations,
            SetBackStore setBack,
            LogMarks marks,
            MeterRegistry meters) {
        this.configuration = configuration;
        this.rules = rules.sessions();
        this.sessions = sessions;
        this.operations = operations;
        this.setBack = setBack;
        this.marks = marks;
        this.meters = meters;
        this.hedgesRefunded = Counter.builder("cortado.accounting.hedges.refunded")
                .description("What the operator bore of hedged requests, in nano-USD")
                .baseUnit("nanousd")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        for (String state : STATES) {
            AtomicLong count = new AtomicLong();
            sessionsByState.put(state, count);
            meters.gauge(
                    "cortado.accounting.sessions",
                    List.of(io.micrometer.core.instrument.Tag.of("state", state)),
                    count,
                    AtomicLong::doubleValue);
        }
        meters.gauge("cortado.accounting.grants.held.seconds", heldSeconds, AtomicLong::doubleValue);
        FunctionCounter.builder(
                        "cortado.accounting.standby.waits.cancelled", operations, OperationsStore::cancelledWaits)
                .description("Commits that the synchronous standby may lack, taken for failed")
                .register(meters);
        running = Multi.createFrom()
                .ticks()
                .every(configuration.lifeInterval())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(round -> round())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("the rounds have ended", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        if (running != null) {
            running.cancel();
        }
    }

    private Uni<Void> round() {
        return step(
                        "count partitions",
                        () -> marks.partitions() == 0 ? marks.countPartitions().replaceWithVoid() : nothing())
                .chain(() -> step("tick", this::tick))
                .chain(() -> turn("sessions", configuration.lifeInterval(), this::sessionLife))
                .chain(() -> turn("reruns", configuration.lifeInterval(), this::refundReruns))
                .chain(() -> turn("hedges", configuration.lifeInterval(), this::refundHedges))
                .chain(() -> turn("housekeeping", HOUSEKEEPING, this::housekeeping))
                .chain(() -> step("count sessions", this::countSessions))
                .chain(() -> step("tell of cancelled waits", this::tellOfCancelledWaits));
    }

    private Uni<Void> tellOfCancelledWaits() {
        long cancelled = operations.cancelledWaits();
        return cancelled == cancelledWaitsTold
                ? nothing()
                : operations
                        .alarm(
                                "standby_wait_cancelled",
                                (cancelled - cancelledWaitsTold)
                                        + " commits ended before the synchronous standby had them, and were taken for "
                                        + "failed; end no backend that waits for the standby")
                        .invoke(() -> cancelledWaitsTold = cancelled);
    }

    private Uni<Void> tick() {
        Duration interval = configuration.lifeInterval();
        return setBack.takeTick(almost(interval), rules.voidAfter().plus(interval))
                .flatMap(tick -> tick.isPresent() ? marks.tick(tick.get()) : nothing());
    }

    private Uni<Void> sessionLife() {
        return sessions.drainOverdue()
                .chain(() -> sessions.toFence(rules.skewMax(), configuration.fencesMax()))
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(this::fence)
                .collect()
                .last()
                .chain(this::closeAll);
    }

    private Uni<Void> fence(SessionId session) {
        return Uni.createFrom()
                .completionStage(() -> marks.appendFences(session))
                .flatMap(offsets -> sessions.fence(session, offsets))
                .invoke(() -> LOG.infof("session %d is fenced", session.value()));
    }

    private Uni<Void> closeAll() {
        return sessions.closeLeases(configuration.leasesClosedMax())
                .flatMap(closed -> closed >= configuration.leasesClosedMax() ? closeAll() : nothing());
    }

    private Uni<Void> refundReruns() {
        return operations
                .dueReruns(configuration.rerunsMax())
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(operations::refundReruns)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> refundHedges() {
        return operations
                .dueHedges(configuration.hedgesMax())
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(reservation -> operations
                        .refundHedge(reservation)
                        .invoke(refunded -> hedgesRefunded.increment((double) refunded.nanos())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> housekeeping() {
        return marks.countPartitions()
                .onFailure()
                .recoverWithItem(0)
                .chain(() -> operations.makeUsagePartitions(configuration.usageDaysAhead()))
                .chain(setBack::forgetTicks)
                .chain(() -> operations.settleReruns(configuration.rerunsWatched()))
                .chain(() -> operations.settleHedges(configuration.hedgesWatched()))
                .chain(() ->
                        operations.forgetOld(configuration.leaseAnswersKept(), configuration.idempotentWritesKept()))
                .chain(() -> operations.forgetWindows(
                        configuration.shortWindowsKept(),
                        WINDOWS_AT_ONCE,
                        configuration.windowsForgottenMax() / WINDOWS_AT_ONCE))
                .chain(() -> operations.expireQuarantine(configuration.quarantineMax()));
    }

    private Uni<Void> countSessions() {
        return sessions.counts()
                .invoke(counts -> sessionsByState.forEach((state, count) -> count.set(counts.getOrDefault(state, 0L))))
                .chain(setBack::held)
                .invoke(held -> heldSeconds.set(held.toSeconds()))
                .replaceWithVoid();
    }

    /// Runs the step if it is this instance's turn.
    private Uni<Void> turn(String job, Duration every, Supplier<Uni<Void>> action) {
        return step(
                job, () -> operations.takeTurn(job, almost(every)).flatMap(ours -> ours ? action.get() : nothing()));
    }

    /// A little less than the pause between rounds, lest every second one finds it too early.
    private static Duration almost(Duration every) {
        return every.multipliedBy(9).dividedBy(10);
    }

    private static Uni<Void> step(String name, Supplier<Uni<Void>> action) {
        return Uni.createFrom()
                .deferred(action::get)
                .onFailure()
                .invoke(failure -> LOG.warnf("%s: %s; comes again", name, failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
