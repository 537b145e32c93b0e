package dev.cortado.bench.calibration;

import dev.cortado.evaluation.item.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The process that loads one variant and measures it, so that its memory is its own and a native abort takes nothing
/// else down. It ends when whoever started it is gone.
///
/// Arguments: the plan's file, variant, pool, `answers` or `rates`.
public final class SubjectProgram {

    static final String ANSWERS = "answers";
    static final String RATES = "rates";

    private SubjectProgram() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        endWithParent();
        CalibrationPlan plan = CalibrationPlan.read(Path.of(arguments[0]));
        Subject subject = Subjects.read(plan).found().stream()
                .filter(each ->
                        each.variant().equals(arguments[1]) && each.pool().equals(arguments[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(arguments[1] + " is not there"));
        try {
            if (arguments[3].equals(ANSWERS)) {
                answers(plan, subject);
            } else {
                rates(plan, subject);
            }
        } catch (IllegalStateException e) {
            System.err.println(subject.name() + ": " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static void answers(CalibrationPlan plan, Subject subject) throws IOException, InterruptedException {
        Journal journal = Journal.of(plan, subject, ANSWERS, plan.taskThreads());
        List<Task> open = Answering.open(journal, subject, Tasks.of(plan, subject, Tasks.of(plan)));
        List<Task> tooLong = answers(plan, subject, open, Subject.STREAMS);
        if (!tooLong.isEmpty()) {
            // What one of our streams does not hold, one of those that it serves with may.
            answers(plan, subject, tooLong, subject.slots());
        }
    }

    /// @return those that do not fit the context of a stream, and may fit that of fewer
    private static List<Task> answers(CalibrationPlan plan, Subject subject, List<Task> tasks, int streams)
            throws IOException, InterruptedException {
        Journal journal = Journal.of(plan, subject, ANSWERS, plan.taskThreads());
        try (LoadedSubject loaded = LoadedSubject.load(plan, subject, plan.taskThreads(), streams, new Steps())) {
            return new Answering(loaded, streams, subject.contextTokensMax(), journal, plan.tdpWatts()).run(tasks);
        }
    }

    private static void rates(CalibrationPlan plan, Subject subject) throws IOException {
        Journal journal = Journal.of(plan, subject, RATES, plan.rateThreads());
        Steps steps = new Steps();
        Progress progress = new Progress();
        try (LoadedSubject loaded = LoadedSubject.load(plan, subject, plan.rateThreads(), Subject.STREAMS, steps)) {
            RateRun run = new RateRun(loaded, steps);
            for (int number = journal.rates().size() + 1; number <= RateRun.RUNS; number++) {
                journal.add(run.measure(number));
                progress.done();
            }
        }
    }

    private static void endWithParent() {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever said; only the end counts.
                }
            } catch (IOException e) {
                // As good as the end.
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
