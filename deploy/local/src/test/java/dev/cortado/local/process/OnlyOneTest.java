package dev.cortado.local.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlyOneTest {

    @TempDir
    private Path folder;

    @Test
    void second_isRefused_untilTheFirstEnds() throws IOException {
        Path file = folder.resolve(".lock");
        try (OnlyOne _ = OnlyOne.of(file, "busy")) {
            IOException refused = assertThrows(IOException.class, () -> OnlyOne.of(file, "another one is at work"));
            assertEquals("another one is at work", refused.getMessage());
        }
        OnlyOne.of(file, "busy").close();
    }
}
