package dev.cortado.local.supervise;

import dev.cortado.local.part.Workshop;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.settings.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Processes of a stack that its state file does not name, as after a supervisor was killed in the very moment
/// of a start. They carry the stack's mark in their environment, which on Linux can be read. Elsewhere there is
/// only the state file.
final class Leftovers {
    private static final Path PROC = Path.of("/proc");

    private Leftovers() {}

    static void end(DataDirectory data, List<ProcessMark> known, Duration grace) throws InterruptedException {
        for (ProcessMark mark : find(data)) {
            boolean ours = known.stream().anyMatch(one -> one.equals(mark) || below(mark, one));
            if (!ours) {
                Ending.end(mark, Ending.Ask.TERMINATE, grace);
            }
        }
    }

    static List<ProcessMark> find(DataDirectory data) {
        List<ProcessMark> found = new ArrayList<>();
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return found;
        }
        String mark = Workshop.MARK + "=" + data.path();
        try (Stream<Path> processes = Files.list(PROC)) {
            processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> carries(process, mark))
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .filter(pid -> pid != ProcessHandle.current().pid())
                    .forEach(pid -> ProcessMark.of(pid).ifPresent(found::add));
        } catch (IOException | java.io.UncheckedIOException e) {
            return found;
        }
        return found;
    }

    private static boolean carries(Path process, String mark) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            String wanted = new String(mark.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return List.of(environment.split("\0", -1)).contains(wanted);
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether a process descends from another.
    private static boolean below(ProcessMark child, ProcessMark ancestor) {
        return ancestor.handle()
                .map(handle -> handle.descendants().anyMatch(one -> one.pid() == child.pid()))
                .orElse(false);
    }
}
