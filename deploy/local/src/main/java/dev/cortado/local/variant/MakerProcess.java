package dev.cortado.local.variant;

import dev.cortado.local.artefact.Catalogue.Engine;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.part.Services;
import dev.cortado.local.part.Workshop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs one step of the inference service's maker in a process of its own: what goes wrong in native code ends that
/// process only. It ends with this one, since its standard input does.
public final class MakerProcess {
    private static final String MODULE = "inference-service";
    private static final String PROGRAM = "dev.cortado.inference.making.Maker";
    private static final String HEAP = "-Xmx512m";
    private static final int SIGNALLED = 128;
    private static final int LAST_WORDS = 5;

    private final Workshop shop;
    private final int threads;
    private final StepProgress progress;

    /// @param threads of the engine, at least 1
    public MakerProcess(Workshop shop, int threads, StepProgress progress) {
        this.shop = shop;
        this.threads = threads;
        this.progress = progress;
    }

    /// Hears how far a step is.
    public interface StepProgress {

        /// @param step its name in words
        /// @param what the thing at hand
        void at(String step, long done, long of, String what);
    }

    /// What a step found out.
    ///
    /// @param facts by name
    /// @param scores of layers, where they were measured
    public record Findings(Map<String, String> facts, SortedMap<Integer, Double> scores) {
        public Findings {
            facts = Map.copyOf(facts);
            scores = new TreeMap<>(scores);
        }

        public String fact(String name) {
            return facts.getOrDefault(name, "");
        }
    }

    /// @param name of the step, in words
    /// @throws IOException with the reason, if it was refused or ended otherwise
    public Findings run(String name, List<String> step) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(step))
                .directory(shop.root().toFile())
                .redirectErrorStream(true)
                .start();
        Thread ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            return listen(name, process);
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(ending);
        }
    }

    private List<String> command(List<String> step) throws IOException {
        Path jar = Services.jar(shop.root(), MODULE);
        if (!Files.exists(jar)) {
            throw new IOException("the inference service is not compiled: run `./cortado up` first, which compiles it");
        }
        Engine engine = InferenceParts.engine(shop);
        if (!shop.engines().has(engine)) {
            throw new IOException("the engine's libraries are not fetched: run `./cortado fetch` first");
        }
        List<String> command = new ArrayList<>(List.of(
                shop.java(),
                HEAP,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                jar.toString(),
                PROGRAM,
                shop.root().resolve("deploy").resolve("catalogue.json").toString(),
                shop.engines().place(engine).toString(),
                Integer.toString(threads)));
        command.addAll(step);
        return command;
    }

    private Findings listen(String name, Process process) throws IOException, InterruptedException {
        Map<String, String> facts = new HashMap<>();
        SortedMap<Integer, Double> scores = new TreeMap<>();
        Deque<String> other = new ArrayDeque<>();
        String refused = "";
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] words = line.split("\t", -1);
                switch (words[0]) {
                    case "progress" -> progress.at(name, Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
                    case "fact" -> facts.put(words[1], words[2]);
                    case "score" -> scores.put(Integer.valueOf(words[1]), Double.valueOf(words[2]));
                    case "refused" -> refused = words[1];
                    default -> remember(other, line);
                }
            }
        }
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(why(name, exit, refused, other));
        }
        return new Findings(facts, scores);
    }

    private static void remember(Deque<String> other, String line) {
        other.addLast(line);
        if (other.size() > LAST_WORDS) {
            other.removeFirst();
        }
    }

    static String why(String name, int exit, String refused, Deque<String> other) {
        if (!refused.isEmpty()) {
            return name + ": " + refused;
        }
        String end = exit > SIGNALLED
                ? "the engine's process was ended by signal " + (exit - SIGNALLED)
                : "the engine's process ended with exit status " + exit;
        return name + ": " + end + (other.isEmpty() ? "" : "; its last words:\n  " + String.join("\n  ", other));
    }
}
