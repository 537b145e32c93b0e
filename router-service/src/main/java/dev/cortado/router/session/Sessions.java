package dev.cortado.router.session;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionTimes;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The sessions of this router process, one after the other: registers, keeps the present one alive by heartbeats,
/// registers anew when it ended. A session is never resumed.
public final class Sessions {

    private final String router;
    private final Accounting accounting;
    private final Time time;
    private final SessionPace pace;
    private final List<SessionWatcher> watchers = new CopyOnWriteArrayList<>();

    private volatile @Nullable SessionTerms terms;
    private volatile boolean draining;
    private long seq;
    private long acknowledgedVersion;
    private Duration retryAfter;

    public Sessions(String router, Accounting accounting, Time time, SessionPace pace) {
        this.router = router;
        this.accounting = accounting;
        this.time = time;
        this.pace = pace;
        this.retryAfter = pace.retryFirst();
    }

    public void watch(SessionWatcher watcher) {
        watchers.add(watcher);
    }

    /// Registers, and goes on trying until that succeeds.
    public void start() {
        register();
    }

    public Admission admission() {
        SessionTerms present = terms;
        if (draining) {
            return new Admission.Closed("this router is stopping");
        }
        if (present == null) {
            return new Admission.Closed("no session with accounting yet");
        }
        return present.admission(time.nanos(), time.wall());
    }

    /// The present session's terms, whether it admits or not.
    public Optional<SessionTerms> present() {
        return Optional.ofNullable(terms);
    }

    /// Accounting's time, or the wall clock's while accounting was never heard.
    public Instant accountingNow() {
        SessionTerms present = terms;
        return present == null ? time.wall() : present.exchange().accountingTime(time.nanos());
    }

    /// From now on the router acts on this version of the paths.
    public synchronized void acknowledge(long version) {
        acknowledgedVersion = Math.max(acknowledgedVersion, version);
    }

    /// Accounting said elsewhere that the session ended.
    public void endedElsewhere(SessionId session) {
        end(session);
    }

    /// Stops admitting for good.
    public void close() {
        draining = true;
    }

    /// Ends the present session with accounting; call [#close()] before.
    public CompletionStage<Void> drain() {
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
        accounting.register(router).whenComplete((registered, failure) -> {
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
                registered.usagePartitions(),
                registered.times(),
                exchange(sent, sentWall, registered.times()));
        watchers.forEach(watcher -> watcher.opened(opened));
        terms = opened;
        learnVersion(registered.times().configurationVersion());
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
        long acknowledged;
        synchronized (this) {
            number = ++seq;
            acknowledged = acknowledgedVersion;
        }
        accounting.heartbeat(session, number, acknowledged, sentWall).whenComplete((beat, failure) -> {
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
                learnVersion(times.configurationVersion());
            }
        }
    }

    private synchronized void renew(SessionId session, SessionTimes times, Exchange exchange) {
        SessionTerms present = terms;
        if (present != null
                && present.id().equals(session)
                && exchange.sentNanos() - present.exchange().sentNanos() > 0) {
            terms = new SessionTerms(session, present.usagePartitions(), times, exchange);
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

    private void learnVersion(long version) {
        synchronized (this) {
            if (version <= acknowledgedVersion) {
                return;
            }
        }
        watchers.forEach(watcher -> watcher.pathsChanged(version));
        acknowledge(version);
    }

    private Exchange exchange(long sent, Instant sentWall, SessionTimes times) {
        return new Exchange(sent, time.nanos(), sentWall, time.wall(), times.now());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
