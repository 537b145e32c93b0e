package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A calibrated variant that was fine-tuned for a task whose instructions, rules and tasks are shipped.
///
/// @param task it was trained for; its profile is registered by that name
/// @param directory of the task
record FineTuned(String variant, String task, Path directory) {

    private static final List<String> FILES = List.of("profile.txt", "checks.json", "tasks.jsonl");
    private static final String ANY_TASK = "all";

    /// The first of a calibration; empty where it measured none of which all is shipped.
    ///
    /// @param root of the project
    static Optional<FineTuned> of(JsonNode results, Path root) {
        for (JsonNode variant : results.path("variants")) {
            String task = variant.path("task").asText();
            Path directory = root.resolve("deploy").resolve("adapters").resolve(task);
            boolean isMeasured = variant.path("cost").isNumber();
            if (isMeasured
                    && !task.equals(ANY_TASK)
                    && FILES.stream().map(directory::resolve).allMatch(Files::isReadable)) {
                return Optional.of(new FineTuned(variant.path("variant").asText(), task, directory));
            }
        }
        return Optional.empty();
    }

    Path beside(String file) {
        return directory.resolve(file);
    }
}
