package dev.cortado.local.supervise;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.secret.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file that holds a stack's state.
public final class StateFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private String written = "";

    public StateFile(Path file) {
        this.file = file;
    }

    /// Empty if there is none, or if it was written by a version whose form is another.
    public Optional<StackState> read() {
        try {
            return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), StackState.class)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Writes only what differs from the last time.
    void write(StackState state) throws IOException {
        String text = JSON.writeValueAsString(state);
        if (!text.equals(written)) {
            PrivateFiles.write(file, text);
            written = text;
        }
    }
}
