package dev.cortado.local.supervise;

import dev.cortado.local.inspect.ListeningSocket;
import dev.cortado.local.inspect.Sockets;
import dev.cortado.local.part.PartPlan;
import dev.cortado.local.part.StackPlan;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.supervise.StackState.PartState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The beginning and the end of a stack, as seen from outside its supervisor.
public final class Lifecycle {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(3);

    private Lifecycle() {}

    /// The state of the stack in this data directory, if its supervisor, or anything that it started, runs.
    public static Optional<StackState> running(DataDirectory data) {
        return new StateFile(data.state())
                .read()
                .filter(state ->
                        state.supervisor().alive() || state.parts().stream().anyMatch(Lifecycle::runs));
    }

    /// Whether a stack runs here, or is to: one that was started a moment ago has written no state yet.
    public static boolean wanted(DataDirectory data) {
        return Files.exists(data.wanted()) || running(data).isPresent();
    }

    private static boolean runs(PartState part) {
        return part.process() != null && part.process().alive();
    }

    /// Refuses to start where a port is taken, naming who has it.
    public static void checkPorts(Workshop shop) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (PartPlan plan : StackPlan.of(shop).parts()) {
            for (int port : plan.ports()) {
                addIfTaken(taken, port, plan.name());
            }
        }
        if (shop.settings().on(SettingKey.START_CACHE)) {
            for (PartPort port : List.of(PartPort.REHEARSAL, PartPort.REHEARSAL_SECOND)) {
                addIfTaken(taken, shop.port(port), port.part());
            }
        }
        if (!taken.isEmpty()) {
            throw new SettingsException(String.join("\n", taken)
                    + "\nEnd that process, or choose another block: ./cortado up --port-base N");
        }
    }

    private static void addIfTaken(List<String> taken, int port, String part) throws InterruptedException {
        if (!Sockets.free(port)) {
            taken.add("port " + port + " (" + part + ") is taken by " + Sockets.owner(port));
        }
    }

    /// Starts the supervisor, in a session of its own. `owner` is the process that the stack shall not outlive.
    ///
    /// @return the supervisor's process; another one may take its place later
    public static Process start(Workshop shop, Path maven, @Nullable ProcessMark owner) throws IOException {
        DataDirectory data = shop.data();
        Files.createDirectories(data.logs());
        Files.deleteIfExists(data.owner());
        if (owner != null) {
            Owner.write(data, owner);
        }
        Files.deleteIfExists(data.state());
        PrivateFiles.write(data.settings(), String.join("\n", shop.settings().lines()) + "\n");
        Guardian.writeStart(data, command(shop, maven));
        PrivateFiles.write(data.wanted(), "");
        return new ProcessBuilder("sh", data.run().resolve("supervise.sh").toString())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Stops everything of this data directory, and returns what would not end, which should be nothing.
    public static List<String> stop(DataDirectory data, Duration grace) throws IOException, InterruptedException {
        StateFile file = new StateFile(data.state());
        Optional<StackState> before = file.read();
        Files.deleteIfExists(data.wanted());
        if (before.isEmpty()) {
            // A supervisor among them ends in order; it may have written its first state in the meantime.
            Leftovers.end(data, List.of(), grace);
            before = file.read();
        }
        if (before.isEmpty()) {
            return List.of();
        }
        ProcessMark supervisor = before.get().supervisor();
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        while (supervisor.alive() && System.nanoTime() < end) {
            Thread.sleep(LOOK);
        }
        Ending.end(supervisor, Ending.Ask.TERMINATE, grace);
        // Where the supervisor had died, its parts are still there.
        List<PartState> parts = file.read().orElse(before.get()).parts();
        for (List<String> together : StackPlan.STOPPING) {
            for (PartState part : parts) {
                if (together.contains(part.name()) && part.process() != null) {
                    Ending.Ask ask = part.name().equals("postgres") ? Ending.Ask.INTERRUPT : Ending.Ask.TERMINATE;
                    Ending.end(part.process(), ask, grace);
                }
            }
        }
        Leftovers.end(data, List.of(), grace);
        Files.deleteIfExists(data.state());
        Files.deleteIfExists(data.owner());
        return stillThere(before.get());
    }

    private static List<String> stillThere(StackState before) throws InterruptedException {
        List<String> there = new ArrayList<>();
        for (PartState part : before.parts()) {
            if (runs(part)) {
                there.add(part.name() + " still runs");
            }
            for (int port : part.ports()) {
                if (!Sockets.free(port)) {
                    there.add("port " + port + " is held by " + Sockets.owner(port));
                }
            }
        }
        return there;
    }

    /// Every socket that a process of the stack listens on.
    public static List<ListeningSocket> sockets(StackState state) throws InterruptedException {
        Set<Long> pids = new HashSet<>();
        addWithChildren(pids, state.supervisor());
        for (PartState part : state.parts()) {
            ProcessMark process = part.process();
            if (process != null) {
                addWithChildren(pids, process);
            }
        }
        return Sockets.of(pids);
    }

    /// The supervisor's children are also what is no part: a start that is being learnt has sockets of its own.
    private static void addWithChildren(Set<Long> pids, ProcessMark process) {
        pids.add(process.pid());
        process.handle().ifPresent(handle -> handle.descendants().forEach(child -> pids.add(child.pid())));
    }

    private static List<String> command(Workshop shop, Path maven) throws IOException {
        return List.of(
                shop.java(),
                shop.heap(SettingKey.MEMORY_SUPERVISOR_MIB),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcortado.root=" + shop.root(),
                "-Dcortado.maven=" + maven,
                "-cp",
                classPath(shop.data()),
                "dev.cortado.local.Main",
                "supervise",
                "--data-dir",
                shop.data().path().toString());
    }

    /// Our own classes are copied, so that compiling them anew does not pull them from under a running
    /// supervisor; jars in the local repository never change.
    private static String classPath(DataDirectory data) throws IOException {
        List<String> entries = new ArrayList<>();
        int number = 0;
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : whole.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) {
                Path copy = data.run().resolve("launcher").resolve(Integer.toString(++number));
                copy(path, copy);
                entries.add(copy.toString());
            } else {
                entries.add(path.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
