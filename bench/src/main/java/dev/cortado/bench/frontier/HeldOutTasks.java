package dev.cortado.bench.frontier;

import dev.cortado.evaluation.builtin.BuiltInTasks;
import dev.cortado.evaluation.file.TaskFile;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which tasks are asked: of the halves that calibration has not seen, in equal parts of each class, of which the tasks
/// that name the profile are one. Those are spread evenly among the others, as requests of one task come among all of a
/// platform's.
final class HeldOutTasks {

    private HeldOutTasks() {}

    /// At most as many as there are.
    static List<AskedTask> of(FrontierPlan plan) throws IOException {
        TaskSet general = BuiltInTasks.all().of(Split.HELD_OUT);
        FrontierPlan.ProfileTasks named = plan.profile();
        return named == null
                ? general(general, plan.tasks())
                : withProfile(general, named.name(), read(Path.of(named.taskFile())), plan.tasks());
    }

    private static List<AskedTask> withProfile(TaskSet general, String profile, List<Task> ofProfile, int wanted) {
        int others =
                (int) general.tasks().stream().map(Task::taskClass).distinct().count();
        int kinds = others + 1;
        int most = general.tasks().size() / others * kinds;
        int count = Math.min(ofProfile.size(), Math.min(wanted, most) / kinds);
        List<AskedTask> all = new ArrayList<>(general(general, wanted - count));
        for (int place = 0; place < count; place++) {
            all.add(place * kinds, new AskedTask(ofProfile.get(place), profile));
        }
        return all;
    }

    private static List<AskedTask> general(TaskSet tasks, int count) {
        return tasks.stratified(count).tasks().stream().map(AskedTask::of).toList();
    }

    private static List<Task> read(Path file) throws IOException {
        return TaskFile.readGood(file).of(Split.HELD_OUT).tasks();
    }
}
