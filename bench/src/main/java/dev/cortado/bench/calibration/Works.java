package dev.cortado.bench.calibration;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Does one work after the other, each in a process, and tells how far it is and how long the rest will take.
final class Works {

    private static final long SAY_EVERY_NANOS = 5_000_000_000L;
    private static final double NANOS = 1e9;

    private final List<Work> all;
    private final Path planFile;
    private final double began = seconds();
    private double guessedOfDone;
    private double tookOfDone;
    private long saidAt;

    Works(List<Work> all, Path planFile) {
        this.all = List.copyOf(all);
        this.planFile = planFile;
    }

    /// @return what failed, in words
    List<String> run() throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        long open = all.stream().filter(work -> work.pieces() > 0).count();
        if (open < all.size()) {
            System.err.println((all.size() - open) + " of " + all.size() + " parts stand in the journal already");
        }
        for (int i = 0; i < all.size(); i++) {
            Work work = all.get(i);
            if (work.pieces() > 0) {
                double begin = seconds();
                int exit = run(work, i);
                if (exit != 0) {
                    failed.add(work.subject().name() + ": its " + work.what() + " are not complete (exit status " + exit
                            + "); the next ./cortado calibrate goes on from there");
                }
                guessedOfDone += work.seconds();
                tookOfDone += seconds() - begin;
            }
        }
        return failed;
    }

    private int run(Work work, int index) throws IOException, InterruptedException {
        Process process = start(work);
        Thread ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
        try (BufferedReader said = process.inputReader()) {
            double begin = seconds();
            int done = 0;
            say(work, index, done, begin, true);
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.equals(Progress.LINE)) {
                    done++;
                    say(work, index, done, begin, false);
                }
            }
            return process.waitFor();
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(ending);
        }
    }

    private Process start(Work work) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx160m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path")
                                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                        SubjectProgram.class.getName(),
                        planFile.toString(),
                        work.subject().variant(),
                        work.subject().pool(),
                        work.what())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void say(Work work, int index, int done, double begin, boolean always) {
        if (!always && done < work.pieces() && System.nanoTime() - saidAt < SAY_EVERY_NANOS) {
            return;
        }
        saidAt = System.nanoTime();
        System.err.println(String.format(
                Locale.ROOT,
                "%s  %d/%d %s: %d of %d %s; about %s left of all",
                clock(seconds() - began),
                index + 1,
                all.size(),
                work.subject().name(),
                done,
                work.pieces(),
                work.what().equals(SubjectProgram.ANSWERS) ? "tasks" : "runs of the rates",
                clock(left(work, index, done, begin))));
    }

    /// The guesses of what is left, corrected by how wrong they were so far.
    private double left(Work work, int index, int done, double begin) {
        double took = seconds() - begin;
        double guessed = Work.LOAD_SECONDS + done * work.secondsGuess();
        double wrong = done == 0
                ? (tookOfDone == 0 ? 1 : tookOfDone / guessedOfDone)
                : (tookOfDone + took) / (guessedOfDone + guessed);
        double here = done == 0 ? work.seconds() * wrong : took / done * (work.pieces() - done);
        double later = all.subList(index + 1, all.size()).stream()
                .mapToDouble(Work::seconds)
                .sum();
        return here + later * wrong;
    }

    private static double seconds() {
        return System.nanoTime() / NANOS;
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
