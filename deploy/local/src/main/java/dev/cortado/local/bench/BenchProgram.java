package dev.cortado.local.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs one program of the module `bench` to its end and reads the figures that it wrote.
public final class BenchProgram {
    /// Where a program writes its figures.
    private static final String FIGURES = "CORTADO_BENCH_FIGURES";

    private static final int END_MAX_SECONDS = 5;

    private final BenchModule module;

    public BenchProgram(BenchModule module) {
        this.module = module;
    }

    /// Answers what the program asks for in a line of its standard output, such as to hold a part of the stack.
    public interface Hand {
        void asked(String what) throws IOException, InterruptedException;
    }

    /// Runs a program that asks for nothing: what it prints is for people.
    public Outcome run(String mainClass, List<String> flags, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        return run(mainClass, flags, arguments, environment, System.out::println);
    }

    /// Runs a program, and answers `done` to each line of its standard output once that has been done.
    public Outcome run(
            String mainClass, List<String> flags, List<String> arguments, Map<String, String> environment, Hand hand)
            throws IOException, InterruptedException {
        Path figures = Files.createTempFile("cortado-bench", ".json");
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(FIGURES, figures.toString());
        Process process = module.program(mainClass, flags, arguments, all).start();
        Thread ending = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            converse(process, hand);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(
                        "the bench ended with exit status " + exit + "; its last words are above");
            }
            return new Outcome(new ObjectMapper()
                    .readValue(figures.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {}));
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(ending);
            Files.deleteIfExists(figures);
        }
    }

    /// Asks it to end, so that it ends what it started; and ends it where it does not.
    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor(END_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static void converse(Process process, Hand hand) throws IOException, InterruptedException {
        try (BufferedReader said = process.inputReader();
                BufferedWriter answer = process.outputWriter()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                hand.asked(line);
                answer.write("done\n");
                answer.flush();
            }
        }
    }
}
