package dev.cortado.bench.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What was measured under one key, a line each, written as soon as it is known: whatever kills the calibration, what
/// stands here need not be measured again. Answers are kept as text and scored when they are read, so that a better
/// checker needs no new answer.
final class Journal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private Journal(Path file) {
        this.file = file;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Answer.class, name = "answer"),
        @JsonSubTypes.Type(value = Refusal.class, name = "refusal"),
        @JsonSubTypes.Type(value = Stretch.class, name = "stretch"),
        @JsonSubTypes.Type(value = Rates.class, name = "rates")
    })
    @JsonInclude(JsonInclude.Include.NON_NULL)
    sealed interface Line {}

    /// An answer to a task.
    ///
    /// @param digest of what was asked
    /// @param cached prompt tokens that were not computed
    /// @param at when, in ISO form
    record Answer(String digest, String text, long prompt, long cached, long completion, String at) implements Line {}

    /// A task that the variant does not take, whoever serves it: it is too long, or the template knows no such message.
    ///
    /// @param digest of what was asked
    /// @param contextTokens of the longest stream that was tried
    /// @param at when, in ISO form
    record Refusal(String digest, String reason, int contextTokens, String at) implements Line {}

    /// What answering so many tasks took of the machine.
    ///
    /// @param energySource `rapl` or `tdp`
    record Stretch(int tasks, double wallSeconds, double cpuSeconds, double joules, String energySource)
            implements Line {}

    /// Rates of one run over the fixed prompts, of which there are several.
    ///
    /// @param decodeMillis time per output token by streams; without those that could not be measured
    /// @param firstTokenMillis the same of the time to the first token
    /// @param anonymousBytes of memory that only this process has; null where the system does not tell
    /// @param fileBytes of the model's file that are in memory
    /// @param othersBusyShare of the machine's processors that others kept busy meanwhile; null where unknown
    record Rates(
            double prefillTokensPerSecond,
            SequencedMap<Integer, Double> decodeMillis,
            SequencedMap<Integer, Double> firstTokenMillis,
            @Nullable Long anonymousBytes,
            @Nullable Long fileBytes,
            @Nullable Double othersBusyShare,
            String at)
            implements Line {}

    static Journal of(CalibrationPlan plan, Subject subject, String what, int threads) throws IOException {
        Path directory = plan.place().resolve("journal");
        Files.createDirectories(directory);
        return new Journal(
                directory.resolve(subject.variant() + "." + what + "." + subject.key(what, threads) + ".jsonl"));
    }

    static Journal at(Path file) {
        return new Journal(file);
    }

    /// Every whole line; the torn last line of a killed program is left out.
    List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        if (Files.exists(file)) {
            // Not as lines of a charset that must be well-formed: a torn line may end within a character.
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(line -> read(line, lines));
        }
        return lines;
    }

    private static void read(String line, List<Line> lines) {
        try {
            lines.add(JSON.readValue(line, Line.class));
        } catch (JsonProcessingException e) {
            // The line that was being written when the program was killed: measured again.
        }
    }

    List<Answer> answers() throws IOException {
        return lines(Answer.class);
    }

    /// Those that hold for such a context.
    List<Refusal> refusals(int contextTokens) throws IOException {
        return lines(Refusal.class).stream()
                .filter(each -> each.contextTokens() == contextTokens)
                .toList();
    }

    List<Stretch> stretches() throws IOException {
        return lines(Stretch.class);
    }

    List<Rates> rates() throws IOException {
        return lines(Rates.class);
    }

    private <T extends Line> List<T> lines(Class<T> kind) throws IOException {
        return lines().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Begins with a line end, so that it never continues a torn line.
    synchronized void add(Line line) {
        try {
            Files.writeString(
                    file,
                    "\n" + JSON.writeValueAsString(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the journal " + file + " cannot be written", e);
        }
    }

    static String now() {
        return Instant.now().toString();
    }
}
