package dev.cortado.bench.frontier;

import dev.cortado.evaluation.item.Task;

/// A held-out task as it is asked.
///
/// @param profile prompt profile that the request names; empty for none
record AskedTask(Task task, String profile) {

    static AskedTask of(Task task) {
        return new AskedTask(task, "");
    }

    boolean isGeneral() {
        return profile.isEmpty();
    }

    /// Its class or, with a profile, that.
    String kind() {
        return isGeneral() ? task.taskClass().word() : "profile " + profile;
    }
}
