package dev.cortado.evaluation.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cortado.evaluation.check.Unchecked;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.evaluation.item.TaskMessage;
import dev.cortado.evaluation.item.TaskSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A user's tasks, one JSON object a line:
/// `{"id", "class", "messages": [{"role", "content"}], "max_tokens", "check": {"kind", …}, "split"}`.
/// `class` is `other` and `split` is `calibration` where they are left out; `prompt`, a text, may stand for `messages`.
/// Either every line is good, or nothing is read and every bad line is told by its number.
public final class TaskFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final List<String> FIELDS =
            List.of("id", "class", "messages", "prompt", "max_tokens", "check", "split");

    /// Where a task does not say how long its answer may be.
    private static final int COMPLETION_TOKENS_DEFAULT = 48;

    private TaskFile() {}

    /// What came of reading a file.
    public sealed interface Reading {}

    public record Read(TaskSet tasks) implements Reading {}

    /// @param lines never empty, such as `line 3: …`
    public record BadLines(List<String> lines) implements Reading {
        public BadLines {
            lines = List.copyOf(lines);
        }
    }

    /// @throws IOException if there is no such file, or it is no UTF-8 text
    public static Reading read(Path file) throws IOException {
        return read(Files.readAllLines(file));
    }

    /// The tasks of a file that is good as a whole.
    ///
    /// @throws IllegalArgumentException naming every bad line
    /// @throws IOException if there is no such file, or it is no UTF-8 text
    public static TaskSet readGood(Path file) throws IOException {
        return switch (read(file)) {
            case Read(TaskSet tasks) -> tasks;
            case BadLines(List<String> lines) ->
                throw new IllegalArgumentException(
                        file + " has bad lines, and nothing was run:\n  " + String.join("\n  ", lines));
        };
    }

    /// What [#read] does, where `check` may be left out: such a task is [Unchecked].
    ///
    /// @throws IOException if there is no such file, or it is no UTF-8 text
    public static Reading readJudged(Path file) throws IOException {
        return read(Files.readAllLines(file), true);
    }

    static Reading read(List<String> lines) {
        return read(lines, false);
    }

    static Reading read(List<String> lines, boolean judged) {
        List<String> bad = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        Map<String, Integer> lineOfId = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            int number = i + 1;
            try {
                Task task = task(lines.get(i), judged);
                Integer earlier = lineOfId.putIfAbsent(task.id(), number);
                if (earlier != null) {
                    bad.add("line " + number + ": the id '" + task.id() + "' is that of line " + earlier);
                }
                tasks.add(task);
            } catch (JsonProcessingException e) {
                bad.add("line " + number + ": no JSON object: " + e.getOriginalMessage());
            } catch (IllegalArgumentException e) {
                bad.add("line " + number + ": " + e.getMessage());
            }
        }
        if (bad.isEmpty() && tasks.isEmpty()) {
            bad.add("line 1: the file has no task");
        }
        return bad.isEmpty() ? new Read(new TaskSet(tasks)) : new BadLines(bad);
    }

    private static Task task(String line, boolean judged) throws JsonProcessingException {
        Fields object = new Fields(JSON.readTree(line), "task");
        object.onlyHas(FIELDS);
        return new Task(
                object.text("id"),
                TaskClass.of(object.has("class") ? object.text("class") : TaskClass.OTHER.word()),
                messages(object),
                object.has("max_tokens") ? object.number("max_tokens") : COMPLETION_TOKENS_DEFAULT,
                judged && !object.has("check")
                        ? new Unchecked()
                        : CheckerReader.read(new Fields(object.node("check"), "check")),
                split(object));
    }

    private static Split split(Fields object) {
        String word = object.has("split") ? object.text("split") : Split.CALIBRATION.word();
        for (Split each : Split.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("split must be calibration or held_out, not '" + word + "'");
    }

    private static List<TaskMessage> messages(Fields object) {
        if (object.has("prompt")) {
            if (object.has("messages")) {
                throw new IllegalArgumentException("give prompt or messages, not both");
            }
            return List.of(TaskMessage.user(object.text("prompt")));
        }
        List<TaskMessage> messages = new ArrayList<>();
        for (JsonNode message : object.array("messages")) {
            Fields fields = new Fields(message, "message");
            fields.onlyHas(List.of("role", "content"));
            messages.add(new TaskMessage(fields.text("role"), fields.text("content")));
        }
        return messages;
    }
}
