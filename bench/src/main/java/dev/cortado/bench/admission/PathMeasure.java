package dev.cortado.bench.admission;

import dev.cortado.bench.Figures;
import dev.cortado.bench.admission.Runs.Run;
import java.sql.SQLException;
import java.time.Duration;

/// The whole path at a steady rate: gateway, router, node, usage in the log, posting. At the end every answer must
/// stand in the ledger, once.
final class PathMeasure {

    private static final Duration READY_MAX = Duration.ofMinutes(2);
    private static final Duration POSTED_WITHIN = Duration.ofSeconds(30);

    private final Plan plan;
    private final Runs runs;
    private final PathCalls calls;
    private final Ledger ledger;

    PathMeasure(Plan plan, Runs runs, PathCalls calls, Ledger ledger) {
        this.plan = plan;
        this.runs = runs;
        this.calls = calls;
        this.ledger = ledger;
    }

    void measure(Figures figures) throws SQLException, InterruptedException {
        runs.awaitFirst("the gateway", calls::ask, READY_MAX);
        long failedWarm = runs.warmUp("the whole path", calls::ask, plan.pathPerSecond(), plan.warmUp());
        ledger.await(Long.MAX_VALUE, Duration.ofSeconds(3));
        long before = ledger.posted();
        Run run = runs.run("whole path", calls::ask, plan.pathPerSecond(), plan.pathRun());
        long ended = System.nanoTime();
        long answered = run.latencies().answered();
        long posted = ledger.await(before + answered, POSTED_WITHIN) - before;
        figures.put("pathRate", run.rate(), 0)
                .put("pathAddedP50Millis", run.latencies().atOnceMillis(50), 3)
                .put("pathAddedP99Millis", run.latencies().atOnceMillis(99), 3)
                .put("pathAddedP999Millis", run.latencies().atOnceMillis(99.9), 3)
                .put("pathCpuShare", run.latencies().cpuShare(), 2)
                .put("pathErrors", run.latencies().errors() + failedWarm)
                .put("pathAnswered", answered)
                .put("pathPosted", posted)
                .put("pathPostedAfterMillis", (System.nanoTime() - ended) / 1e6, 0)
                .put("ledgerDifferences", ledger.differences());
    }
}
