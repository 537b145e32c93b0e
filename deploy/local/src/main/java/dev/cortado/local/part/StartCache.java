package dev.cortado.local.part;

import dev.cortado.local.process.Tool;
import dev.cortado.local.settings.SettingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Ahead-of-time caches of the JDK (JEP 514): what a program's start loads, links and profiles, kept in a file, so
/// that later starts take a third of the time.
///
/// The first run of a program records; its ordinary end writes the recording down; `assemble` turns that into
/// the cache, which every later start uses until JDK or jars change. A cache that does not fit is ignored by the
/// JDK, and a part that did not get ready is started without one: a start never depends on it.
public final class StartCache {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String RECORDING = ".recording";
    private static final String COMMAND = ".command";
    private static final String CACHE = ".aot";

    private final boolean on;
    private final Path recordings;
    private final Path caches;

    public StartCache(Workshop shop) {
        this.on = shop.settings().on(SettingKey.START_CACHE);
        this.recordings = shop.data().run().resolve("start");
        this.caches = shop.settings().cacheDirectory().resolve("start");
    }

    /// The command with the flags that use the cache of `name`, or else record for it. `jars` is the directory
    /// whose jars the program is made of; only one process of a program may record.
    List<String> with(List<String> command, String name, Path jars, boolean mayRecord) throws IOException {
        if (!on) {
            return command;
        }
        String identity = name + "-" + fingerprint(jars, command);
        Path cache = caches.resolve(identity + CACHE);
        if (Files.exists(cache)) {
            return inserted(command, List.of("-XX:AOTCache=" + cache, "-Xlog:aot=error", "-Xlog:cds=error"));
        }
        Path recording = recordings.resolve(identity + RECORDING);
        if (!mayRecord) {
            return command;
        }
        Files.createDirectories(recordings);
        Files.write(recordings.resolve(identity + COMMAND), command);
        return inserted(command, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording, "-Xlog:aot=error"));
    }

    /// Turns the recordings that ended runs have left into caches, and forgets those they replace. Called only
    /// while the stack does not run: a process that still records has its file open.
    public void assemble(Consumer<String> says) throws IOException, InterruptedException {
        if (!on || !Files.isDirectory(recordings)) {
            return;
        }
        List<Path> ended;
        try (Stream<Path> files = Files.list(recordings)) {
            ended = files.filter(file -> file.toString().endsWith(RECORDING)).toList();
        }
        for (Path recording : ended) {
            String identity = recording.getFileName().toString().replace(RECORDING, "");
            long begin = System.nanoTime();
            boolean made = assemble(identity, recording);
            Files.deleteIfExists(recording);
            Files.deleteIfExists(recordings.resolve(identity + COMMAND));
            says.accept(
                    identity.substring(0, identity.lastIndexOf('-')) + (made ? ": start learnt in " : ": not learnt, ")
                            + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
    }

    private boolean assemble(String identity, Path recording) throws IOException, InterruptedException {
        Path command = recordings.resolve(identity + COMMAND);
        if (!Files.exists(command)) {
            return false;
        }
        Files.createDirectories(caches);
        Path made =
                caches.resolve("." + identity + "." + ProcessHandle.current().pid());
        List<String> creating = inserted(
                Files.readAllLines(command),
                List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + made));
        List<String> gently = new ArrayList<>(List.of("nice", "-n", "10"));
        gently.addAll(creating);
        Tool.Said said = Tool.run(recordings, Map.of(), LIMIT, gently);
        if (!said.well() || !Files.exists(made)) {
            Files.deleteIfExists(made);
            return false;
        }
        forget(identity.substring(0, identity.lastIndexOf('-') + 1));
        Files.move(made, caches.resolve(identity + CACHE), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private void forget(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(caches)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(CACHE)) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Right behind the program's name.
    private static List<String> inserted(List<String> command, List<String> flags) {
        List<String> all = new ArrayList<>(command);
        all.addAll(1, flags);
        return all;
    }

    /// Changes with the JDK, the flags, and name, size or time of any jar.
    private static String fingerprint(Path jars, List<String> command) throws IOException {
        StringBuilder text = new StringBuilder(System.getProperty("java.vm.version"));
        command.stream().filter(word -> word.startsWith("-")).forEach(text::append);
        try (Stream<Path> files = Files.walk(jars)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                text.append(file)
                        .append(facts.size())
                        .append(facts.lastModifiedTime().toMillis());
            }
        }
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
