package dev.cortado.local.part;

import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import dev.cortado.local.process.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One short run of a program beside the running stack, only so that the JDK writes down its start: as far down in
/// priority as it goes, on ports of its own, ended as soon as it is ready.
///
/// @param program the name of its cache
/// @param command as a part is started, without any flag of a cache
/// @param jars the directory whose jars the program is made of
public record Rehearsal(
        String program,
        List<String> command,
        Path jars,
        Map<String, String> environment,
        PartPlan.Preparation preparation,
        PartPlan.Probe probe) {

    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    /// The JDK makes the cache while it ends, on one thread at the lowest priority.
    private static final int NICE_MAX = 19;
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(2);

    public Rehearsal {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public boolean wanted(StartCache cache) throws IOException {
        return Files.isDirectory(jars) && cache.lacks(command, program, jars);
    }

    /// Runs to the end; interrupted, it kills what it started and leaves nothing.
    ///
    /// @throws IOException saying what did not work
    public void run(StartCache cache, Path directory, Path log) throws IOException, InterruptedException {
        Path draft = cache.draft(program);
        try {
            prepare();
            ProcessMark process = new Launch(StartCache.writing(command, draft), environment, directory)
                    .gently(NICE_MAX)
                    .start(log);
            try {
                awaitReady(process, log);
                process.handle().ifPresent(ProcessHandle::destroy);
                await(() -> !process.alive(), WRITTEN_WITHIN, "it did not end");
            } finally {
                Ending.kill(process, KILLED_WITHIN);
            }
            if (!cache.adopt(draft, command, program, jars)) {
                throw new IOException("the JDK wrote no cache that it accepts; see " + log);
            }
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(draft.resolveSibling(draft.getFileName() + ".config"));
        }
    }

    private void prepare() throws IOException, InterruptedException {
        try {
            preparation.run();
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void awaitReady(ProcessMark process, Path log) throws IOException, InterruptedException {
        await(
                () -> {
                    if (!process.alive()) {
                        throw new IOException("it ended before it was ready; see " + log);
                    }
                    return probe.ready();
                },
                READY_WITHIN,
                "it was not ready");
    }

    private static void await(PartPlan.Probe reached, Duration limit, String otherwise)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!answer(reached)) {
            if (System.nanoTime() > end) {
                throw new IOException(otherwise + " within " + limit.toSeconds() + " s");
            }
            Thread.sleep(LOOK);
        }
    }

    private static boolean answer(PartPlan.Probe reached) throws IOException, InterruptedException {
        try {
            return reached.ready();
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
