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
import java.util.stream.Stream;

/// Ahead-of-time caches of the JDK (JEP 514): what a program's start loads, links and profiles, kept in a file, so
/// that later starts take a third of the time.
///
/// A cache is made by a short run of the program on ports of its own ([Rehearsals]), in the background of a stack that
/// is up. It gets its final name only when that run has ended by itself and a JDK has accepted the file, so a cache
/// that is half written is never used. Each start uses it until JDK or jars change; one that does not fit is ignored
/// by the JDK, and a part that did not get ready is started without.
public final class StartCache {
    private static final Duration CHECK_LIMIT = Duration.ofSeconds(60);
    private static final String CACHE = ".aot";

    private final boolean on;
    private final Path caches;

    public StartCache(Workshop shop) {
        this(
                shop.settings().on(SettingKey.START_CACHE),
                shop.settings().cacheDirectory().resolve("start"));
    }

    StartCache(boolean on, Path caches) {
        this.on = on;
        this.caches = caches;
    }

    /// The command with the flag that uses the cache of `name`, where there is one. `jars` is the directory whose
    /// jars the program is made of.
    List<String> with(List<String> command, String name, Path jars) throws IOException {
        if (!on) {
            return command;
        }
        Path cache = place(command, name, jars);
        return Files.exists(cache)
                ? inserted(command, List.of("-XX:AOTCache=" + cache, "-Xlog:aot=error", "-Xlog:cds=error"))
                : command;
    }

    /// Whether caches are wanted and this program has none that fits.
    boolean lacks(List<String> command, String name, Path jars) throws IOException {
        return on && !Files.exists(place(command, name, jars));
    }

    /// The command with the flags that write a cache into `made` when the program ends.
    static List<String> writing(List<String> command, Path made) {
        return inserted(command, List.of("-XX:AOTCacheOutput=" + made, "-Xlog:aot=error", "-Xlog:cds=error"));
    }

    /// Where a rehearsal writes: in the cache's own directory, so that the last step is a rename, under a name that
    /// no start looks for.
    Path draft(String name) throws IOException {
        Files.createDirectories(caches);
        return caches.resolve("." + name + "." + ProcessHandle.current().pid() + ".draft");
    }

    /// Takes a finished draft into use and forgets the caches it replaces; false if the JDK does not accept it.
    boolean adopt(Path draft, List<String> command, String name, Path jars) throws IOException, InterruptedException {
        if (!Files.exists(draft) || !accepted(draft, command)) {
            return false;
        }
        Path cache = place(command, name, jars);
        try (Stream<Path> files = Files.list(caches)) {
            for (Path file : files.toList()) {
                String other = file.getFileName().toString();
                if (other.startsWith(name + "-") && other.endsWith(CACHE)) {
                    Files.delete(file);
                }
            }
        }
        Files.move(draft, cache, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /// A JDK with the same flags and class path that must use the draft, or refuse to start.
    private boolean accepted(Path draft, List<String> command) throws IOException, InterruptedException {
        List<String> check = new ArrayList<>();
        for (String word : command) {
            if (word.equals("-jar")) {
                check.add("-cp");
            } else {
                check.add(word);
            }
            if (check.size() > 1 && check.get(check.size() - 2).equals("-cp")) {
                break;
            }
        }
        check.add("-version");
        List<String> strict = inserted(check, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + draft));
        return Tool.run(caches, Map.of(), CHECK_LIMIT, strict).well();
    }

    private Path place(List<String> command, String name, Path jars) throws IOException {
        return caches.resolve(name + "-" + fingerprint(jars, command) + CACHE);
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
