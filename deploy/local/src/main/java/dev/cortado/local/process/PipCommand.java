package dev.cortado.local.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Under which of its names pip is there: the same list for whoever uses it and for whoever looks.
public final class PipCommand {
    public static final List<String> USUAL = List.of("pip3");
    private static final List<List<String>> NAMES = List.of(USUAL, List.of("pip"), List.of("python3", "-m", "pip"));

    private PipCommand() {}

    /// Whether a command is there.
    interface Asking {
        boolean answers(List<String> command) throws InterruptedException;
    }

    /// The first that answers on this machine.
    public static Optional<List<String>> here() throws InterruptedException {
        return first(command -> Tool.ask(command).well());
    }

    static Optional<List<String>> first(Asking asking) throws InterruptedException {
        for (List<String> name : NAMES) {
            if (asking.answers(version(name))) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /// The question for its version.
    public static List<String> version(List<String> name) {
        List<String> asked = new ArrayList<>(name);
        asked.add("--version");
        return asked;
    }
}
