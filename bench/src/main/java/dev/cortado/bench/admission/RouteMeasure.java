package dev.cortado.bench.admission;

import dev.cortado.bench.Figures;
import dev.cortado.bench.admission.Runs.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The `Route` call at a steady rate, in several runs of which each figure's median counts; then, at the rate that
/// keeps half of the machine busy, the router's own timing of admission.
final class RouteMeasure {

    private static final double HALF = 0.5;
    private static final double NEAR = 0.03;
    private static final int SEARCHES_MAX = 6;
    private static final Duration SEARCH = Duration.ofSeconds(4);
    private static final Duration READY_MAX = Duration.ofMinutes(1);

    private final Plan plan;
    private final Runs runs;
    private final RouteCalls calls;

    RouteMeasure(Plan plan, Runs runs, RouteCalls calls) {
        this.plan = plan;
        this.runs = runs;
        this.calls = calls;
    }

    void measure(Figures figures) throws IOException, InterruptedException {
        runs.awaitFirst("the router", calls::route, READY_MAX);
        runs.warmUp("Route", calls::route, plan.routePerSecond(), plan.warmUp());
        List<Run> measured = new ArrayList<>();
        for (int n = 0; n < plan.runs(); n++) {
            measured.add(runs.run("Route", calls::route, plan.routePerSecond(), plan.run()));
        }
        figures.put("routeRate", median(measured, Run::rate), 0)
                .put("routeP50Millis", median(measured, run -> run.latencies().atOnceMillis(50)), 3)
                .put("routeP99Millis", median(measured, run -> run.latencies().atOnceMillis(99)), 3)
                .put("routeP999Millis", median(measured, run -> run.latencies().atOnceMillis(99.9)), 3)
                .put(
                        "routeWarmSyncP99Millis",
                        median(measured, run -> run.latencies().askedMillis(99)),
                        1)
                .put(
                        "routeWarmSyncCalls",
                        measured.stream()
                                .mapToLong(run -> run.latencies().asked())
                                .sum())
                .put(
                        "routeWarmSyncShare",
                        median(measured, run -> run.latencies().askedShare()),
                        5)
                .put("routeCpuShare", median(measured, run -> run.latencies().cpuShare()), 2)
                .put(
                        "routeErrors",
                        measured.stream()
                                .mapToLong(run -> run.latencies().errors())
                                .sum());
        admission(figures);
    }

    private void admission(Figures figures) throws IOException, InterruptedException {
        int perSecond = rateOfHalfTheMachine();
        String before = RouterHistogram.metrics(plan.routerMetricsPort());
        Run run = runs.run("admission", calls::route, perSecond, plan.run());
        String after = RouterHistogram.metrics(plan.routerMetricsPort());
        RouterHistogram admissions = meanwhile(RouterHistogram.ADMISSIONS, before, after);
        RouterHistogram decisions = meanwhile(RouterHistogram.ROUTES, before, after);
        figures.put("admissionRate", run.rate(), 0)
                .put("admissionCpuShare", run.latencies().cpuShare(), 2)
                .put("admissionP50Micros", admissions.micros(0.5), 1)
                .put("admissionP99Micros", admissions.micros(0.99), 1)
                .put("admissionP999Micros", admissions.micros(0.999), 1)
                .put("decisionP50Micros", decisions.micros(0.5), 1)
                .put("decisionP99Micros", decisions.micros(0.99), 1)
                .put("decisionP999Micros", decisions.micros(0.999), 1);
    }

    private static RouterHistogram meanwhile(String timer, String before, String after) {
        return RouterHistogram.of(timer, after).since(RouterHistogram.of(timer, before));
    }

    private int rateOfHalfTheMachine() throws InterruptedException {
        int perSecond = plan.routePerSecond();
        for (int n = 0; n < SEARCHES_MAX; n++) {
            double share = runs.run("search", calls::route, perSecond, SEARCH)
                    .latencies()
                    .cpuShare();
            if (Math.abs(share - HALF) < NEAR) {
                break;
            }
            perSecond = (int) (perSecond * Math.clamp(HALF / share, HALF, 1 / HALF));
        }
        return perSecond;
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
