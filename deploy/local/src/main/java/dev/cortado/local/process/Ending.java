package dev.cortado.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Ends one process and what it started, politely first.
public final class Ending {
    private static final Duration STEP = Duration.ofMillis(50);

    private Ending() {}

    /// The signal that asks a process to end.
    public enum Ask {
        TERMINATE,
        /// PostgreSQL's fast shutdown: it does not wait for its clients.
        INTERRUPT
    }

    /// Returns once the process and its descendants are gone.
    public static void end(ProcessMark mark, Ask ask, Duration grace) throws InterruptedException {
        List<ProcessHandle> descendants =
                mark.handle().map(handle -> handle.descendants().toList()).orElse(List.of());
        if (descendants.contains(ProcessHandle.current())) {
            // A guardian may be the parent of the supervisor that ends it: then only the guardian is meant.
            descendants = List.of();
        }
        List<ProcessMark> children = descendants.stream()
                .flatMap(handle -> ProcessMark.of(handle.pid()).stream())
                .toList();
        mark.handle().ifPresent(handle -> ask(handle, ask));
        await(mark, grace);
        mark.handle().ifPresent(ProcessHandle::destroyForcibly);
        for (ProcessMark child : children) {
            if (mark.alive() || child.alive()) {
                await(child, Duration.ofSeconds(2));
                child.handle().ifPresent(ProcessHandle::destroyForcibly);
                await(child, Duration.ofSeconds(5));
            }
        }
        await(mark, Duration.ofSeconds(5));
    }

    /// Kills the process and what it started, without asking.
    public static void kill(ProcessMark mark, Duration limit) throws InterruptedException {
        List<ProcessMark> all = mark.handle()
                .map(handle -> Stream.concat(Stream.of(handle), handle.descendants())
                        .flatMap(one -> ProcessMark.of(one.pid()).stream())
                        .toList())
                .orElse(List.of());
        for (ProcessMark one : all) {
            one.handle().ifPresent(ProcessHandle::destroyForcibly);
        }
        for (ProcessMark one : all) {
            await(one, limit);
        }
    }

    private static void ask(ProcessHandle handle, Ask ask) {
        switch (ask) {
            case TERMINATE -> handle.destroy();
            case INTERRUPT -> interrupt(handle);
        }
    }

    private static void interrupt(ProcessHandle handle) {
        try {
            Process kill = new ProcessBuilder("kill", "-INT", Long.toString(handle.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(2, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                handle.destroy();
            }
        } catch (IOException e) {
            handle.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handle.destroy();
        }
    }

    private static void await(ProcessMark mark, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (mark.alive() && System.nanoTime() < end) {
            Thread.sleep(STEP);
        }
    }
}
