package dev.cortado.bench.frontier;

import dev.cortado.bench.Figures;
import dev.cortado.router.frontier.Offer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The bench: held-out tasks through a whole platform whose variants were calibrated, once by `auto`, once always by
/// the largest, and once by each variant of the calibrated hull.
///
/// Argument: the plan's file.
public final class FrontierBench {

    private static final Duration READY_MAX = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final double TASKS_OF_COST = 1000;

    private final FrontierPlan plan;
    private final Client client;
    private final List<AskedTask> tasks;

    private FrontierBench(FrontierPlan plan) throws IOException {
        this.plan = plan;
        this.client = new Client(plan.baseUrl(), plan.apiKey());
        this.tasks = HeldOutTasks.of(plan);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        new FrontierBench(FrontierPlan.read(Path.of(arguments[0]))).run().write();
    }

    private Figures run() throws IOException, InterruptedException, ExecutionException {
        awaitAll();
        Pass auto = pass("auto");
        Pass large = pass(plan.large());
        List<Pass> singles = new ArrayList<>();
        for (String single : plan.singles()) {
            singles.add(single.equals(plan.large()) ? large : pass(single));
        }
        Comparison comparison = new Comparison(auto, large, singles);
        System.err.println("by class, auto:");
        auto.classes().forEach(System.err::println);
        System.err.println("by class, " + plan.large() + ":");
        large.classes().forEach(System.err::println);
        System.err.printf("%-45s %8s %14s%n", "", "utility", "USD for 1000");
        line(auto);
        line(large);
        singles.stream().filter(single -> !single.model().equals(plan.large())).forEach(this::line);
        System.err.printf(
                Locale.ROOT, "%-45s %8.3f%n", "best fixed mix at the cost of auto", comparison.fixedMixUtility());
        return figures(comparison, singles);
    }

    private Figures figures(Comparison comparison, List<Pass> singles) {
        Offer auto = comparison.auto().offer(all());
        Offer large = comparison.large().offer(all());
        Figures figures = new Figures()
                .put("tasks", tasks.size())
                .put("unanswered", unanswered(comparison, singles))
                .put("utility", auto.utility(), 4)
                .put("cost", auto.cost() * TASKS_OF_COST, 6)
                .put("largeUtility", large.utility(), 4)
                .put("largeCost", large.cost() * TASKS_OF_COST, 6)
                .put("fixedMixUtility", comparison.fixedMixUtility(), 4);
        put(figures, "utilityShare", comparison.utilityShare());
        put(figures, "costShare", comparison.costShare());
        put(figures, "aboveFixedMix", comparison.aboveFixedMix());
        if (tasks.stream().anyMatch(asked -> !asked.isGeneral())) {
            part(figures, "general", comparison.part(AskedTask::isGeneral));
            part(figures, "profile", comparison.part(asked -> !asked.isGeneral()));
        }
        return figures;
    }

    /// In every pass: one that went without an answer costs nothing and is worth nothing.
    private static long unanswered(Comparison comparison, List<Pass> singles) {
        LongStream all = Stream.concat(Stream.of(comparison.auto(), comparison.large()), singles.stream())
                .distinct()
                .mapToLong(Pass::unanswered);
        return all.sum();
    }

    /// Of the tasks without a profile and of those with it, apart.
    private static void part(Figures figures, String name, Comparison comparison) {
        figures.put(name + "Tasks", comparison.auto().size());
        put(figures, name + "UtilityShare", comparison.utilityShare());
        put(figures, name + "CostShare", comparison.costShare());
    }

    private static void put(Figures figures, String name, Comparison.Figure figure) {
        figures.put(name, figure.value(), 4).put(name + "Low", figure.low(), 4).put(name + "High", figure.high(), 4);
    }

    private void line(Pass pass) {
        Offer offer = pass.offer(all());
        System.err.printf(
                Locale.ROOT, "%-45s %8.3f %14.6f%n", pass.model(), offer.utility(), offer.cost() * TASKS_OF_COST);
    }

    private Pass pass(String model) throws InterruptedException, ExecutionException {
        return Pass.run(client, model, tasks, plan.streams());
    }

    private int[] all() {
        return IntStream.range(0, tasks.size()).toArray();
    }

    private void awaitAll() throws IOException, InterruptedException {
        List<String> models = new ArrayList<>(plan.singles());
        models.add(plan.large());
        models.addAll(plan.alsoAsked());
        long end = System.nanoTime() + READY_MAX.toNanos();
        Optional<String> missing = client.missing(models);
        while (missing.isPresent() && System.nanoTime() < end) {
            Thread.sleep(LOOK);
            missing = client.missing(models);
        }
        if (missing.isPresent()) {
            throw new IllegalStateException(missing.get() + " does not answer within " + READY_MAX.toSeconds() + " s");
        }
        while (!client.predicts(plan.routerMetrics())) {
            if (System.nanoTime() >= end) {
                throw new IllegalStateException(
                        "the router has fitted no predictor within " + READY_MAX.toSeconds() + " s");
            }
            Thread.sleep(LOOK);
        }
    }
}
