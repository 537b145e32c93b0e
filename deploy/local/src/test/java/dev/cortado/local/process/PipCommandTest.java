package dev.cortado.local.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PipCommandTest {
    @Test
    void first_onlyAsAModuleOfPython_isFound() throws InterruptedException {
        List<List<String>> asked = new ArrayList<>();
        Optional<List<String>> found = PipCommand.first(command -> {
            asked.add(command);
            return command.getFirst().equals("python3");
        });

        assertEquals(Optional.of(List.of("python3", "-m", "pip")), found);
        assertEquals(
                List.of(
                        List.of("pip3", "--version"),
                        List.of("pip", "--version"),
                        List.of("python3", "-m", "pip", "--version")),
                asked);
    }

    @Test
    void first_none_isEmpty() throws InterruptedException {
        assertEquals(Optional.empty(), PipCommand.first(command -> false));
    }
}
