package dev.cortado.bench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.evaluation.check.NumberCheck;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.evaluation.item.TaskMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    private Path folder;

    private static Task task(String id, String question) {
        return new Task(
                id,
                TaskClass.ARITHMETIC,
                List.of(TaskMessage.user(question)),
                8,
                new NumberCheck(4),
                Split.CALIBRATION);
    }

    private static Journal.Answer answer(Task task, String text) {
        return new Journal.Answer(task.digest(), text, 12, 3, 2, Journal.now());
    }

    @Test
    void afterAKill_onlyWhatHasNoWholeLineIsOpen() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Task first = task("one", "2 + 2?");
        Task second = task("two", "1 + 3?");
        Task third = task("three", "5 - 1?");
        Journal.at(file).add(answer(first, "4"));
        Files.writeString(
                file, "{\"kind\":\"answer\",\"digest\":\"" + second.digest() + "\",\"te", StandardOpenOption.APPEND);
        Journal.at(file).add(answer(third, "five"));

        Journal again = Journal.at(file);
        assertEquals(
                List.of(second),
                Answering.open(again, SomeSubjects.subject("v", "small", null), List.of(first, second, third)));
        assertEquals(
                List.of("4", "five"),
                again.answers().stream().map(Journal.Answer::text).toList());
    }

    @Test
    void lineThatIsTornWithinACharacter_keepsNoneFromBeingRead() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Task first = task("one", "2 + 2?");
        Journal.at(file).add(answer(first, "4"));
        byte[] torn = "{\"kind\":\"answer\",\"text\":\"caf\u00e9".getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);
        Journal.at(file).add(answer(first, "5"));

        assertEquals(
                List.of("4", "5"),
                Journal.at(file).answers().stream().map(Journal.Answer::text).toList());
    }

    @Test
    void key_changesWithFileAdapterEngineAndThreads() {
        Subject plain = SomeSubjects.subject("v", "small", null);
        Subject adapted = SomeSubjects.subject("v", "small", new Subject.Adapter("a", Path.of("a"), "abc", 1));
        Subject stronger = SomeSubjects.subject("v", "small", new Subject.Adapter("a", Path.of("a"), "abc", 2));
        assertEquals(
                5,
                List.of(
                                plain.key("answers", 2),
                                plain.key("answers", 1),
                                plain.key("rates", 2),
                                adapted.key("answers", 2),
                                stronger.key("answers", 2))
                        .stream()
                        .distinct()
                        .count());
        assertEquals(
                plain.key("answers", 2),
                SomeSubjects.subject("other", "large", null).key("answers", 2));
    }
}
