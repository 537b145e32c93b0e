package dev.cortado.router.fake;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionTimes;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private final VirtualTime time;
    private long sessions;

    public FakeAccounting(VirtualTime time) {
        this.time = time;
    }

    @Override
    public CompletionStage<Registered> register(String router) {
        return call(sessionFare.get(), () -> new Registered(new SessionId(++sessions), times(), 4));
    }

    @Override
    public CompletionStage<Beat> heartbeat(SessionId session, long seq, long version, Instant routerNow) {
        acknowledged.add(version);
        return call(sessionFare.get(), () -> {
            if (endSession || session.value() != sessions) {
                endSession = false;
                return new Beat.Ended();
            }
            return new Beat.Beating(times());
        });
    }

    @Override
    public CompletionStage<LeaseAnswer> lease(LeaseMessage message) {
        messages.add(message);
        return call(leaseFare.get(), () -> ledger.lease(message, time.trueTime()));
    }

    @Override
    public CompletionStage<PathAnswer> path(Tenant tenant) {
        pathCalls++;
        return call(sessionFare.get(), path);
    }

    @Override
    public CompletionStage<Void> drain(SessionId session) {
        return CompletableFuture.completedFuture(null);
    }

    private SessionTimes times() {
        Instant now = time.trueTime();
        return new SessionTimes(
                now, now.plus(ttl), now.plus(ttl).plusSeconds(600), ttl, Duration.ofSeconds(1), configurationVersion);
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
