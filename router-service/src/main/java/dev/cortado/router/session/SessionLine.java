package dev.cortado.router.session;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.accounting.SessionTimes;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The sessions of one class, one after the other: registers, keeps the present one alive by heartbeats, registers
/// anew when it ended. A session is never resumed.
final class SessionLine {

    private final String router;
    private final SessionClass sessionClass;
    private final Accounting accounting;
    private final Time time;
    private final SessionPace pace;
    private final List<SessionWatcher> watchers;
    private final PathVersion pathVersion;

    private volatile @Nullable SessionTerms terms;
    private volatile boolean draining;
    private long seq;
    private Duration retryAfter;

    SessionLine(
            String router,
            SessionClass sessionClass,
            Accounting accounting,
            Time time,
            SessionPace pace,
            List<SessionWatcher> watchers,
            PathVersion pathVersion) {
        this.router = router;
        this.sessionClass = sessionClass;
        this.accounting = accounting;
        this.time = time;
        this.pace = pace;
        this.watchers = watchers;
        this.pathVersion = pathVersion;
        this.retryAfter = pace.retryFirst();
    }

    /// Registers, and goes on trying until that succeeds.
    void start() {
        register();
    }

    Admission admission() {
        SessionTerms present = terms;
        if (draining) {
            return new Admission.Closed("this router is stopping");
        }
        if (present == null) {
            return new Admission.Closed("no session with accounting yet");
        }
        return present.admission(time.nanos(), time.wall());
    }

    Optional<SessionTerms> present() {
        return Optional.ofNullable(terms);
    }

    /// Accounting said elsewhere that the session ended.
    void endedElsewhere(SessionId session) {
        end(session);
    }

    /// Stops admitting for good.
    void close() {
        draining = true;
    }

    /// Ends the present session with accounting; call [#close()] before.
    CompletionStage<Void> drain() {
        SessionTerms present = terms;
        terms = null;
        return present == null ? CompletableFuture.completedFuture(null) : accounting.drain(present.id());
    }

    private void register() {
        if (draining) {
            return;
        }
        long sent = time.nanos();
        Instant sentWall = time.wall();
        accounting.register(router, sessionClass).whenComplete((registered, failure) -> {
            if (failure != null) {
                time.after(retryAfter, this::register);
                retryAfter = min(retryAfter.multipliedBy(2), pace.heartbeatEvery());
                return;
            }
            retryAfter = pace.retryFirst();
            if (draining) {
                var _ = accounting.drain(registered.session());
                return;
            }
            opened(registered, sent, sentWall);
        });
    }

    private void opened(Registered registered, long sent, Instant sentWall) {
        SessionTerms opened = new SessionTerms(
                registered.session(),
                sessionClass,
                registered.usagePartitions(),
                registered.times(),
                exchange(sent, sentWall, registered.times()));
        watchers.forEach(watcher -> watcher.opened(opened));
        terms = opened;
        pathVersion.learn(registered.times().configurationVersion());
        time.after(pace.heartbeatEvery(), () -> beat(opened.id()));
    }

    private void beat(SessionId session) {
        SessionTerms present = terms;
        if (present == null || !present.id().equals(session)) {
            return;
        }
        if (present.isOver(time.nanos())) {
            end(session);
            return;
        }
        time.after(pace.heartbeatEvery(), () -> beat(session));
        long sent = time.nanos();
        Instant sentWall = time.wall();
        long number;
        synchronized (this) {
            number = ++seq;
        }
        accounting
                .heartbeat(session, number, pathVersion.acknowledged(), sentWall)
                .whenComplete((beat, failure) -> {
                    if (failure == null) {
                        answered(session, beat, sent, sentWall);
                    }
                });
    }

    private void answered(SessionId session, Beat beat, long sent, Instant sentWall) {
        switch (beat) {
            case Beat.Ended _ -> end(session);
            case Beat.Beating(SessionTimes times) -> {
                Exchange exchange = exchange(sent, sentWall, times);
                renew(session, times, exchange);
                pathVersion.learn(times.configurationVersion());
            }
        }
    }

    private synchronized void renew(SessionId session, SessionTimes times, Exchange exchange) {
        SessionTerms present = terms;
        if (present != null
                && present.id().equals(session)
                && exchange.sentNanos() - present.exchange().sentNanos() > 0) {
            terms = new SessionTerms(session, sessionClass, present.usagePartitions(), times, exchange);
        }
    }

    private void end(SessionId session) {
        synchronized (this) {
            SessionTerms present = terms;
            if (present == null || !present.id().equals(session)) {
                return;
            }
            terms = null;
        }
        watchers.forEach(watcher -> watcher.ended(session));
        register();
    }

    private Exchange exchange(long sent, Instant sentWall, SessionTimes times) {
        return new Exchange(sent, time.nanos(), sentWall, time.wall(), times.now());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
