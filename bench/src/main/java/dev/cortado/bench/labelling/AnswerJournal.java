package dev.cortado.bench.labelling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Answers and verdicts, a line each, written as soon as they are there: whatever kills the job, what stands here need
/// not be asked and paid again.
final class AnswerJournal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, Entry> entries;

    private AnswerJournal(Path file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /// What a variant said.
    ///
    /// @param digest of what was asked
    /// @param variant that was asked
    record Entry(String digest, String variant, String text, int completionTokens, long costNanoUsd) {

        private String key() {
            return digest + " " + variant;
        }
    }

    /// The torn last line of a killed job is left out.
    static AnswerJournal open(Path file) throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                try {
                    Entry entry = JSON.readValue(line, Entry.class);
                    entries.put(entry.key(), entry);
                } catch (JsonProcessingException e) {
                    // An empty line, or the one that was being written when the job was killed: asked again.
                }
            }
        }
        return new AnswerJournal(file, entries);
    }

    synchronized Optional<Entry> find(String digest, String variant) {
        return Optional.ofNullable(entries.get(digest + " " + variant));
    }

    /// Begins with a line end, so that it never continues a torn line.
    synchronized void add(Entry entry) {
        try {
            Files.writeString(
                    file,
                    "\n" + JSON.writeValueAsString(entry) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + file + " cannot be written", e);
        }
        entries.put(entry.key(), entry);
    }
}
