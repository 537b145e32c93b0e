package dev.cortado.bench.calibration;

import dev.cortado.evaluation.builtin.BuiltInTasks;
import dev.cortado.evaluation.file.TaskFile;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tasks of a calibration: of the half that it may see, and the user's.
final class Tasks {

    private Tasks() {}

    /// @throws IllegalArgumentException naming every bad line of the user's file
    static TaskSet of(CalibrationPlan plan) throws IOException {
        TaskSet all = BuiltInTasks.all();
        String file = plan.taskFile();
        if (file != null) {
            all = all.with(TaskFile.readGood(Path.of(file)));
        }
        return chosen(plan, all);
    }

    /// The tasks of a subject: an adapter's own, which its training has not seen; all else.
    ///
    /// @param all as [#of] gives them
    static List<Task> of(CalibrationPlan plan, Subject subject, TaskSet all) throws IOException {
        String word = subject.task();
        Path file = subject.taskFile();
        if (word == null) {
            return all.tasks();
        }
        if (file == null) {
            return all.tasks().stream()
                    .filter(task -> task.taskClass().word().equals(word))
                    .toList();
        }
        return chosen(plan, TaskFile.readGood(file)).tasks();
    }

    /// Results are known by the ids of their tasks.
    ///
    /// @param all as [#of] gives them
    /// @throws IllegalArgumentException if an adapter's own task has the id of another
    static void refuseSharedIds(CalibrationPlan plan, List<Subject> subjects, TaskSet all) throws IOException {
        Map<String, String> digests = new HashMap<>();
        all.tasks().forEach(task -> digests.put(task.id(), task.digest()));
        for (Subject subject : subjects) {
            for (Task task : of(plan, subject, all)) {
                String known = digests.putIfAbsent(task.id(), task.digest());
                if (known != null && !known.equals(task.digest())) {
                    throw new IllegalArgumentException("the task '" + task.id() + "' of " + subject.variant()
                            + " has the id of another task: give it another in " + subject.taskFile());
                }
            }
        }
    }

    private static TaskSet chosen(CalibrationPlan plan, TaskSet all) {
        TaskSet seen = all.of(Split.CALIBRATION);
        return plan.quick()
                ? seen.stratified(CalibrationPlan.QUICK_TASKS)
                : seen.stratified(seen.tasks().size());
    }
}
