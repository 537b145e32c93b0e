package dev.cortado.bench.labelling;

import dev.cortado.bench.chat.ChatClient;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.evaluation.file.TaskFile;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The labelling job. What was answered before is not asked again, so it may be stopped and run again at any time.
///
/// Argument: the plan's file.
public final class Labelling {

    private static final long SAY_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final LabellingPlan plan;
    private final List<Task> tasks;
    private final ChatClient client;
    private final Asking asking;
    private final long begun = System.nanoTime();
    private long saidAt = begun;
    private int done;

    private Labelling(LabellingPlan plan, List<Task> tasks) throws IOException {
        this.plan = plan;
        this.tasks = tasks;
        this.client = new ChatClient(plan.baseUrl(), plan.apiKey());
        this.asking = new Asking(client, AnswerJournal.open(Path.of(plan.journal())));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        LabellingPlan plan = LabellingPlan.read(Path.of(arguments[0]));
        try {
            new Labelling(plan, tasks(plan)).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// Without what is held out, which nothing may learn from.
    ///
    /// @throws IllegalArgumentException naming every bad line
    static List<Task> tasks(LabellingPlan plan) throws IOException {
        Path file = Path.of(plan.prompts());
        return switch (plan.judge() == null ? TaskFile.read(file) : TaskFile.readJudged(file)) {
            case TaskFile.Read(var read) -> read.of(Split.CALIBRATION).tasks();
            case TaskFile.BadLines(var lines) ->
                throw new IllegalArgumentException(file + " has bad lines, and nothing was asked:\n  "
                        + String.join("\n  ", lines)
                        + (plan.judge() == null ? "\nprompts without a check need --judge" : ""));
        };
    }

    private void run() throws IOException, InterruptedException, ExecutionException {
        List<String> models = new ArrayList<>(plan.variants());
        Optional.ofNullable(plan.judge()).ifPresent(models::add);
        Optional<String> missing = client.missing(models);
        if (missing.isPresent()) {
            throw new IllegalArgumentException(
                    missing.get() + " does not answer now; GET /v1/models lists what does, and nothing was asked");
        }
        List<Scored> all = scored();
        int lines = LabelLines.write(Path.of(plan.labels()), all);
        System.out.println(String.format(
                Locale.ROOT,
                "%d of %d answers are labelled; %d answers and verdicts of this run cost %s USD",
                lines,
                all.size(),
                asking.asked(),
                NanoUsd.of(asking.costNanoUsd()).toUsd()));
        JudgeError.of(all).ifPresent(error -> System.out.println(error.told()));
        if (lines < all.size()) {
            System.out.println("run it again for what is missing: nothing that was answered is asked again");
        }
    }

    private List<Scored> scored() throws InterruptedException, ExecutionException {
        List<Callable<Scored>> work = new ArrayList<>();
        for (Task task : tasks) {
            for (String variant : plan.variants()) {
                work.add(() -> scored(task, variant));
            }
        }
        List<Scored> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(plan.streams())) {
            for (Future<Scored> each : threads.invokeAll(work)) {
                all.add(each.get());
            }
        }
        return all;
    }

    private Scored scored(Task task, String variant) throws InterruptedException {
        Optional<AnswerJournal.Entry> answer = asking.answer(task, variant);
        OptionalDouble verdict = answer.isPresent() ? verdict(task, answer.get()) : OptionalDouble.empty();
        tell(tasks.size() * plan.variants().size());
        return new Scored(task, variant, answer, verdict);
    }

    private OptionalDouble verdict(Task task, AnswerJournal.Entry answer) throws InterruptedException {
        String judge = plan.judge();
        if (judge == null) {
            return OptionalDouble.empty();
        }
        return asking.answer(Judge.question(task, answer.text()), judge)
                .map(said -> Judge.score(said.text()))
                .orElse(OptionalDouble.empty());
    }

    /// How far it is and how long the rest takes at this pace, now and then.
    private synchronized void tell(int total) {
        done++;
        long now = System.nanoTime();
        if (now - saidAt < SAY_EVERY_NANOS || done == total) {
            return;
        }
        saidAt = now;
        Duration left = Duration.ofNanos((now - begun) / done * (total - done));
        System.out.println(String.format(
                Locale.ROOT,
                "  %d of %d answers, %s USD, about %d min %02d s left",
                done,
                total,
                NanoUsd.of(asking.costNanoUsd()).toUsd(),
                left.toMinutes(),
                left.toSecondsPart()));
    }
}
