package dev.cortado.evaluation.item;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tasks, in a fixed order.
public record TaskSet(List<Task> tasks) {

    private static final int VERSION_CHARACTERS = 12;

    /// @throws IllegalArgumentException if two tasks have one id
    public TaskSet {
        tasks = List.copyOf(tasks);
        Set<String> ids = new HashSet<>();
        for (Task task : tasks) {
            if (!ids.add(task.id())) {
                throw new IllegalArgumentException("two tasks have the id '" + task.id() + "'");
            }
        }
    }

    public TaskSet of(Split split) {
        return new TaskSet(tasks.stream().filter(task -> task.split() == split).toList());
    }

    public TaskSet of(TaskClass taskClass) {
        return new TaskSet(
                tasks.stream().filter(task -> task.taskClass() == taskClass).toList());
    }

    public TaskSet with(TaskSet other) {
        List<Task> all = new ArrayList<>(tasks);
        all.addAll(other.tasks);
        return new TaskSet(all);
    }

    /// So many tasks, every class in equal parts as far as they go: the first of each class, then the second, and so
    /// on. A smaller number is a part of a larger one.
    public TaskSet stratified(int count) {
        Map<TaskClass, List<Task>> byClass = new LinkedHashMap<>();
        tasks.forEach(task -> byClass.computeIfAbsent(task.taskClass(), _ -> new ArrayList<>())
                .add(task));
        List<Task> chosen = new ArrayList<>();
        for (int rank = 0; chosen.size() < Math.min(count, tasks.size()); rank++) {
            for (List<Task> each : byClass.values()) {
                if (rank < each.size() && chosen.size() < count) {
                    chosen.add(each.get(rank));
                }
            }
        }
        return new TaskSet(chosen);
    }

    /// Tells sets apart: a digest of every task with its checker and its half.
    public String version() {
        StringBuilder text = new StringBuilder();
        tasks.forEach(task -> text.append(task.id())
                .append(' ')
                .append(task.digest())
                .append(' ')
                .append(task.split().word())
                .append(' ')
                .append(task.checker())
                .append('\n'));
        return Task.sha256(text.toString()).substring(0, VERSION_CHARACTERS);
    }
}
