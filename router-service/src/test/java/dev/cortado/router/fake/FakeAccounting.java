package dev.cortado.router.fake;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.accounting.SessionTimes;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Accounting under virtual time: answers at once unless told to be late, silent or away.
public final class FakeAccounting implements Accounting {

    /// How one call fares: when it arrives, when its answer does, and whether either is lost.
    public record Fare(Duration there, Duration back, boolean requestLost, boolean answerLost, Duration timeout) {
        public static final Fare AT_ONCE = new Fare(Duration.ZERO, Duration.ZERO, false, false, Duration.ofMillis(500));

        public static Fare after(Duration there, Duration back) {
            return new Fare(there, back, false, false, Duration.ofMillis(500));
        }

        public static final Fare LOST = new Fare(Duration.ZERO, Duration.ZERO, true, true, Duration.ofMillis(500));
    }

    /// The most counters that one message may speak of.
    public int wantsMax = Integer.MAX_VALUE;

    /// A router's stream of pushes.
    public interface Pushes {
        void recalled(SessionId session, List<LeaseId> leases, Asking asking);
    }

    private static final LeaseAnswer RECALLING = new LeaseAnswer.Refused(LeaseAnswer.Refusal.OTHER, "recalling");

    public final Ledger ledger = new Ledger();
    public final List<LeaseMessage> messages = new ArrayList<>();
    public final List<Long> acknowledged = new ArrayList<>();
    public Supplier<Fare> leaseFare = () -> Fare.AT_ONCE;
    public Supplier<Fare> sessionFare = () -> Fare.AT_ONCE;
    public Supplier<PathAnswer> path = () -> new PathAnswer.Limits(List.of());
    public int pathCalls;
    public boolean endSession;
    public long configurationVersion = 1;
    public Duration ttl = Duration.ofSeconds(15);

    /// Told of recalls, as every router's stream of pushes.
    public final List<Pushes> recalled = new ArrayList<>();
    public Duration recallWait = Duration.ofMillis(50);
    /// Sessions that were drained by their router.
    public final List<SessionId> drained = new ArrayList<>();

    private final VirtualTime time;
    private final Map<Long, SessionClass> live = new HashMap<>();
    private final Map<String, Long> latest = new HashMap<>();
    private long sessions;

    public FakeAccounting(VirtualTime time) {
        this.time = time;
    }

    @Override
    public CompletionStage<Registered> register(String router, SessionClass sessionClass) {
        return call(sessionFare.get(), () -> {
            long session = ++sessions;
            Long before = latest.put(router + "/" + sessionClass, session);
            if (before != null) {
                live.remove(before);
            }
            live.put(session, sessionClass);
            return new Registered(new SessionId(session), times(sessionClass), 4);
        });
    }

    @Override
    public CompletionStage<Beat> heartbeat(SessionId session, long seq, long version, Instant routerNow) {
        acknowledged.add(version);
        return call(sessionFare.get(), () -> {
            SessionClass sessionClass = endSession ? live.remove(session.value()) : live.get(session.value());
            if (endSession || sessionClass == null) {
                endSession = false;
                return new Beat.Ended();
            }
            return new Beat.Beating(times(sessionClass));
        });
    }

    @Override
    public CompletionStage<LeaseAnswer> lease(LeaseMessage message) {
        messages.add(message);
        if (message.wants().size() > wantsMax) {
            return CompletableFuture.completedFuture(
                    new LeaseAnswer.Refused(LeaseAnswer.Refusal.INVALID, "at most " + wantsMax + " counters"));
        }
        Fare fare = leaseFare.get();
        Ledger.Outcome[] outcome = new Ledger.Outcome[1];
        CompletionStage<LeaseAnswer> first = call(fare, () -> {
            outcome[0] = ledger.order(message, time.trueTime(), false, live.keySet());
            return outcome[0] instanceof Ledger.Outcome.Answered(LeaseAnswer answer) ? answer : RECALLING;
        });
        return first.thenCompose(answer -> answer.equals(RECALLING)
                ? recall(message, (Ledger.Outcome.RecallFirst) outcome[0])
                : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<LeaseAnswer> recall(LeaseMessage message, Ledger.Outcome.RecallFirst first) {
        Asking asking = new Asking(message.session(), message.waitingSince());
        first.leases()
                .forEach((session, leases) -> time.after(
                        Duration.ofMillis(2),
                        () -> recalled.forEach(router -> router.recalled(session, leases, asking))));
        CompletableFuture<LeaseAnswer> answer = new CompletableFuture<>();
        time.after(recallWait, () -> answer.complete(ledger.lease(message, time.trueTime())));
        return answer;
    }

    @Override
    public CompletionStage<PathAnswer> path(Tenant tenant) {
        pathCalls++;
        return call(sessionFare.get(), path);
    }

    @Override
    public CompletionStage<Void> drain(SessionId session) {
        drained.add(session);
        live.remove(session.value());
        return CompletableFuture.completedFuture(null);
    }

    private SessionTimes times(SessionClass sessionClass) {
        Instant now = time.trueTime();
        Duration life = Duration.ofSeconds(sessionClass == SessionClass.SHORT ? 35 : 600);
        return new SessionTimes(
                now, now.plus(ttl), now.plus(ttl).plus(life), ttl, Duration.ofSeconds(1), configurationVersion);
    }

    private <T> CompletionStage<T> call(Fare fare, Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (fare.equals(Fare.AT_ONCE)) {
            answer.complete(work.get());
            return answer;
        }
        time.after(fare.timeout(), () -> answer.completeExceptionally(new IllegalStateException("no answer")));
        if (!fare.requestLost()) {
            time.after(fare.there(), () -> {
                T result = work.get();
                if (!fare.answerLost()) {
                    time.after(fare.back(), () -> answer.complete(result));
                }
            });
        }
        return answer;
    }
}
