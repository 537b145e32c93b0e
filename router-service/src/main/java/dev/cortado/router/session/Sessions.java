package dev.cortado.router.session;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The sessions of this router process: one of each class at a time. A short one for attempts that are soon over, whose
/// leases return soon after a crash; a long one for the rest.
public final class Sessions {

    /// What is assumed of clocks before accounting said it.
    private static final Duration SKEW_DEFAULT = Duration.ofSeconds(1);

    private final Time time;
    private final List<SessionWatcher> watchers = new CopyOnWriteArrayList<>();
    private final PathVersion pathVersion = new PathVersion(watchers);
    private final SessionLine shortLine;
    private final SessionLine longLine;

    public Sessions(String router, Accounting accounting, Time time, SessionPace pace) {
        this.time = time;
        this.shortLine = new SessionLine(router, SessionClass.SHORT, accounting, time, pace, watchers, pathVersion);
        this.longLine = new SessionLine(router, SessionClass.LONG, accounting, time, pace, watchers, pathVersion);
    }

    public void watch(SessionWatcher watcher) {
        watchers.add(watcher);
    }

    /// Registers both classes, and goes on trying until that succeeds.
    public void start() {
        longLine.start();
        shortLine.start();
    }

    /// Whether an attempt of this class may be admitted now.
    public Admission admission(SessionClass sessionClass) {
        return line(sessionClass).admission();
    }

    /// Open while both classes admit.
    public Admission admission() {
        Admission ofShort = shortLine.admission();
        return ofShort instanceof Admission.Closed ? ofShort : longLine.admission();
    }

    /// The present session's terms, whether it admits or not.
    public Optional<SessionTerms> present(SessionClass sessionClass) {
        return line(sessionClass).present();
    }

    /// Accounting's time by its latest answer, or the wall clock's while accounting was never heard.
    public Instant accountingNow() {
        SessionTerms ofShort = shortLine.present().orElse(null);
        SessionTerms ofLong = longLine.present().orElse(null);
        SessionTerms latest = ofShort == null
                        || (ofLong != null
                                && ofLong.exchange().receivedNanos()
                                                - ofShort.exchange().receivedNanos()
                                        > 0)
                ? ofLong
                : ofShort;
        return latest == null ? time.wall() : latest.exchange().accountingTime(time.nanos());
    }

    /// How far clocks may be apart, as accounting says.
    public Duration skewMax() {
        return Stream.of(shortLine, longLine)
                .flatMap(line -> line.present().stream())
                .map(terms -> terms.times().skewMax())
                .findFirst()
                .orElse(SKEW_DEFAULT);
    }

    /// Accounting told of the change of paths of this version, and the paths that it changed are
    /// forgotten. Where a change before it was missed, watchers are told to forget all of them.
    public void heard(long version) {
        pathVersion.heard(version);
    }

    /// Accounting said elsewhere that the session ended.
    public void endedElsewhere(SessionId session) {
        shortLine.endedElsewhere(session);
        longLine.endedElsewhere(session);
    }

    /// Stops admitting for good.
    public void close() {
        shortLine.close();
        longLine.close();
    }

    /// Ends the present sessions with accounting; call [#close()] before.
    public CompletionStage<Void> drain() {
        return CompletableFuture.allOf(
                shortLine.drain().toCompletableFuture(), longLine.drain().toCompletableFuture());
    }

    private SessionLine line(SessionClass sessionClass) {
        return switch (sessionClass) {
            case SHORT -> shortLine;
            case LONG -> longLine;
        };
    }
}
