package dev.cortado.bench.admission;

import dev.cortado.bench.Figures;
import dev.cortado.bench.admission.ColdTurns.Kind;
import dev.cortado.bench.admission.ColdTurns.Turn;
import dev.cortado.bench.admission.Runs.Run;
import dev.cortado.bench.usage.UsageTopic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// `Route` calls that must ask accounting, at a steady rate, beside calls with warm leases, while the
/// usage of all of them is posted.
final class SyncMeasure {

    private static final Duration READY_MAX = Duration.ofMinutes(1);
    private static final Duration POSTED_WITHIN = Duration.ofSeconds(30);
    private static final long LAST_ANSWERS_MILLIS = 5_000;
    private static final long LAST_APPENDS_MILLIS = 500;

    private final Plan plan;
    private final Runs runs;
    private final RouteCalls calls;
    private final ColdTurns turns;
    /// The place among the callers of the first of each kind.
    private final Map<Kind, Integer> firsts = new EnumMap<>(Kind.class);

    private final UsageTopic topic;
    private final Ledger ledger;
    private long turn;

    /// @param warm how many callers have their places before those that must ask
    SyncMeasure(Plan plan, Runs runs, RouteCalls calls, int warm, ColdTurns turns, UsageTopic topic, Ledger ledger) {
        this.plan = plan;
        this.runs = runs;
        this.calls = calls;
        this.turns = turns;
        this.topic = topic;
        this.ledger = ledger;
        int place = warm;
        for (Kind kind : Kind.values()) {
            firsts.put(kind, place);
            place += turns.tenants(kind);
        }
    }

    void measure(Figures figures) throws SQLException, InterruptedException {
        long postedBefore = ledger.posted();
        runs.awaitFirst("the router", calls::route, READY_MAX);
        if (!plan.parts().has(Plan.Parts.ROUTE)) {
            runs.warmUp("Route", calls::route, plan.besidePerSecond(), plan.warmUp());
        }
        run("prelude", plan.prelude(), latencies());
        long postedInPrelude = ledger.posted();
        Map<Kind, Latencies> kinds = latencies();
        Run beside = run("sync", plan.run(), kinds);
        long posted = ledger.posted() - postedInPrelude;
        Latencies all = Latencies.together(kinds.values());
        kinds.forEach((kind, latencies) -> System.err.println(kind + ": " + latencies));
        figures.put("routeSyncCalls", all.asked())
                .put("routeSyncP50Millis", all.askedMillis(50), 1)
                .put("routeSyncP99Millis", all.askedMillis(99), 1)
                .put("routeSyncP999Millis", all.askedMillis(99.9), 1)
                .put("routeSyncFirstP99Millis", millis(kinds, Kind.FIRST), 1)
                .put("routeSyncQuietP99Millis", millis(kinds, Kind.QUIET), 1)
                .put("routeSyncCappedP99Millis", millis(kinds, Kind.CAPPED), 1)
                .put("routeSyncNotAsked", all.answered() - all.asked())
                .put("routeSyncErrors", all.errors())
                .put("routeSyncCpuShare", beside.latencies().cpuShare(), 2)
                .put("routeBesideRate", beside.rate(), 0)
                .put("routeBesideP99Millis", beside.latencies().atOnceMillis(99), 3)
                .put("routeBesideErrors", beside.latencies().errors())
                .put("routeSyncPostedPerSecond", posted / (double) plan.run().toSeconds(), 0)
                .put("routeSyncUnposted", unposted(postedBefore));
    }

    private static double millis(Map<Kind, Latencies> kinds, Kind kind) {
        return Objects.requireNonNull(kinds.get(kind)).askedMillis(99);
    }

    private static Map<Kind, Latencies> latencies() {
        Map<Kind, Latencies> kinds = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            kinds.put(kind, new Latencies());
        }
        return kinds;
    }

    /// Both kinds of calls side by side, until the last answers.
    ///
    /// @return the run of those with warm leases
    private Run run(String what, Duration time, Map<Kind, Latencies> kinds) throws InterruptedException {
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            Future<Run> warm =
                    beside.submit(() -> runs.run(what + " beside", calls::route, plan.besidePerSecond(), time));
            OpenLoop.run(plan.syncPerSecond(), time, due -> begin(due, kinds));
            for (Latencies latencies : kinds.values()) {
                latencies.await(LAST_ANSWERS_MILLIS);
            }
            return warm.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the calls beside have failed", e);
        }
    }

    private void begin(long dueNanos, Map<Kind, Latencies> kinds) {
        Turn next = turns.at(turn++);
        int first = Objects.requireNonNull(firsts.get(next.kind()));
        calls.route(first + next.tenant(), dueNanos, Objects.requireNonNull(kinds.get(next.kind())));
    }

    /// Events of the whole phase that do not stand in the books a while after it.
    private long unposted(long postedBefore) throws SQLException, InterruptedException {
        Thread.sleep(LAST_APPENDS_MILLIS);
        topic.flush();
        long appended = topic.acknowledged();
        return appended - (ledger.await(postedBefore + appended, POSTED_WITHIN) - postedBefore);
    }
}
