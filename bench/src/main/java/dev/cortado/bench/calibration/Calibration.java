package dev.cortado.bench.calibration;

import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Measures every variant in every pool, one after the other, each in a process of its own, and writes what came of it:
/// `results.json` for the router and other machines, `report.html` and a table for people. What stands in the journals
/// already is not measured again, so that a calibration that was killed goes on.
///
/// Argument: the plan's file.
public final class Calibration {

    private final CalibrationPlan plan;
    private final Path planFile;

    private Calibration(CalibrationPlan plan, Path planFile) {
        this.plan = plan;
        this.planFile = planFile;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of(arguments[0]);
        CalibrationPlan plan = CalibrationPlan.read(file);
        Files.createDirectories(plan.place());
        try {
            System.exit(new Calibration(plan, file).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// @return whether every variant was measured
    private boolean run() throws IOException, InterruptedException {
        TaskSet tasks = Tasks.of(plan);
        Subjects.Found subjects = Subjects.read(plan);
        subjects.absent().forEach(each -> System.err.println(each.sentence()));
        Tasks.refuseSharedIds(plan, plan.quick() ? subjects.found() : Subjects.all(plan), tasks);
        List<Work> work = new ArrayList<>();
        for (Subject subject : subjects.found()) {
            work.add(answers(subject, Tasks.of(plan, subject, tasks)));
            work.add(rates(subject));
        }
        List<String> failed = new Works(work, planFile).run();
        List<Measured> measured = measured(plan, subjects.found(), tasks);
        Outcome outcome = Outcome.of(plan, tasks, measured, subjects.absent());
        new ResultsFile(outcome).write(plan.place().resolve("results.json"));
        Files.writeString(plan.place().resolve("report.html"), new Report(outcome).html());
        new ResultTable(outcome).lines().forEach(System.err::println);
        failed.forEach(System.err::println);
        return failed.isEmpty();
    }

    /// Of the variants that this run was for and, but for a quick one, of those that were measured whole before: what
    /// was known of them is not forgotten because they were left out. One that stopped on its way would be compared
    /// by the tasks that it happened to reach, so it waits for the run that finishes it.
    static List<Measured> measured(CalibrationPlan plan, List<Subject> asked, TaskSet tasks) throws IOException {
        List<Measured> measured = new ArrayList<>();
        for (Subject subject : plan.quick() ? asked : Subjects.all(plan)) {
            List<Task> own = Tasks.of(plan, subject, tasks);
            Journal journal = Journal.of(plan, subject, SubjectProgram.ANSWERS, plan.taskThreads());
            boolean isWhole = Answering.open(journal, subject, own).isEmpty();
            if (isWhole && (asked.contains(subject) || !own.isEmpty())) {
                measured.add(Measured.of(plan, subject, own));
            } else if (asked.contains(subject)) {
                System.err.println(subject.name() + " is left out of the results: it has not answered every task yet");
            }
        }
        return measured;
    }

    private Work answers(Subject subject, List<Task> tasks) throws IOException {
        Journal journal = Journal.of(plan, subject, SubjectProgram.ANSWERS, plan.taskThreads());
        int open = Answering.open(journal, subject, tasks).size();
        return new Work(subject, SubjectProgram.ANSWERS, open, Guess.answerSeconds(subject, plan.taskThreads()));
    }

    private Work rates(Subject subject) throws IOException {
        int done = Journal.of(plan, subject, SubjectProgram.RATES, plan.rateThreads())
                .rates()
                .size();
        return new Work(
                subject,
                SubjectProgram.RATES,
                Math.max(0, RateRun.RUNS - done),
                Guess.rateSeconds(subject, plan.rateThreads()));
    }
}
