package dev.cortado.local.supervise;

import dev.cortado.local.part.PartPlan;
import dev.cortado.local.process.Backoff;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.supervise.StackState.PartState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One part under supervision: a small machine that the supervisor steps a few times a second. Whatever may
/// block (preparing, probing, stopping) runs on a virtual thread, and its outcome is taken up at a later step.
final class SupervisedPart {
    private static final Duration PROBE_WHILE_STARTING = Duration.ofMillis(250);
    private static final Duration PROBE_WHEN_READY = Duration.ofSeconds(2);

    private static final Duration GRACE_WHILE_STARTING = Duration.ofSeconds(2);
    /// A command that is killed is gone within milliseconds.
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(3);

    private final PartPlan plan;
    private final Path log;
    private final Backoff backoff;
    private final Duration grace;
    private Condition condition = Condition.WAITING;
    private @Nullable ProcessMark process;
    private boolean prepared;
    private boolean wasReady;
    private int restarts;
    private String message = "";
    private long sinceMillis = System.currentTimeMillis();
    private long startedMillis;
    private long readyAfterMillis;
    private long readySinceMillis;
    private long restartAtMillis;
    private long probeAtMillis;
    private @Nullable Task task;

    SupervisedPart(PartPlan plan, Path log, Backoff backoff, Duration grace) {
        this.plan = plan;
        this.log = log;
        this.backoff = backoff;
        this.grace = grace;
    }

    PartPlan plan() {
        return plan;
    }

    Path log() {
        return log;
    }

    boolean ready() {
        return condition == Condition.READY;
    }

    boolean held() {
        return condition == Condition.HELD;
    }

    /// The process that serves now; a new one after each restart.
    Optional<ProcessMark> process() {
        return Optional.ofNullable(process);
    }

    /// Takes over a process that an earlier supervisor started.
    void adopt(PartState earlier) {
        if (earlier.process() != null && earlier.process().alive()) {
            process = earlier.process();
            startedMillis = earlier.sinceMillis();
            readyAfterMillis = earlier.readyAfterMillis();
            restarts = earlier.restarts();
            become(Condition.STARTING, "taken over");
        }
    }

    /// One step. `open` says whether a part or gate that this one waits for is ready.
    void step(Predicate<String> open, boolean held) throws IOException, InterruptedException {
        if (held && condition != Condition.HELD) {
            stop();
            become(Condition.HELD, "stopped by hand; ./cortado start " + plan.name() + " starts it again");
        }
        switch (condition) {
            case WAITING -> whenWaiting(open);
            case PREPARING -> whenPreparing();
            case STARTING, READY, UNREADY -> whenRunning();
            case RESTARTING -> {
                if (System.currentTimeMillis() >= restartAtMillis) {
                    restarts++;
                    begin();
                }
            }
            case HELD -> {
                if (!held) {
                    become(Condition.WAITING, "");
                }
            }
            case STOPPED -> {
                // the end of the stack: nothing starts any more
            }
        }
    }

    private void whenWaiting(Predicate<String> open) throws IOException {
        Optional<String> missing = plan.missing().now();
        Optional<String> first =
                plan.after().stream().filter(name -> !open.test(name)).findFirst();
        if (missing.isPresent()) {
            message = missing.get();
        } else if (first.isPresent()) {
            message = "after " + first.get();
        } else {
            begin();
        }
    }

    private void begin() {
        if (prepared) {
            start();
            return;
        }
        startedMillis = System.currentTimeMillis();
        become(Condition.PREPARING, "");
        task = Task.begin(() -> {
            plan.preparation().run();
            return true;
        });
    }

    private void whenPreparing() {
        Task preparing = task;
        if (preparing == null || !preparing.done()) {
            return;
        }
        task = null;
        try {
            preparing.get();
            prepared = true;
            start();
        } catch (ExecutionException e) {
            fail(words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() {
        try {
            startedMillis = startedMillis == 0 || wasReady || restarts > 0 ? System.currentTimeMillis() : startedMillis;
            boolean lastStartFailed = restarts > 0 && !wasReady;
            wasReady = false;
            process = plan.starting().launch(lastStartFailed).start(log);
            probeAtMillis = 0;
            task = null;
            become(Condition.STARTING, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            fail(words(e));
        }
    }

    private void whenRunning() {
        if (process == null || !process.alive()) {
            fail("it ended; see ./cortado logs " + plan.name());
            return;
        }
        long now = System.currentTimeMillis();
        Task probing = task;
        if (probing == null) {
            if (now >= probeAtMillis) {
                task = Task.begin(plan.probe()::ready);
            }
            return;
        }
        if (!probing.done()) {
            return;
        }
        task = null;
        probeAtMillis = now + pauseMillis(now);
        try {
            probed(probing.get(), "");
        } catch (ExecutionException e) {
            probed(false, words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Often at first, when each moment counts; a start that drags on is not asked, and logged, so often.
    private long pauseMillis(long now) {
        if (condition == Condition.READY) {
            return PROBE_WHEN_READY.toMillis();
        }
        long growing = PROBE_WHILE_STARTING.toMillis() + (now - startedMillis) / 20;
        return Math.min(PROBE_WHEN_READY.toMillis(), growing);
    }

    private void probed(boolean answers, String why) {
        if (answers && condition != Condition.READY) {
            readySinceMillis = System.currentTimeMillis();
            if (!wasReady) {
                readyAfterMillis = readySinceMillis - startedMillis;
            }
            wasReady = true;
            become(Condition.READY, "");
        } else if (!answers && condition == Condition.READY) {
            become(Condition.UNREADY, why.isEmpty() ? "it does not answer" : why);
        } else if (!answers) {
            message = why;
        }
    }

    private void fail(String why) {
        long healthyMillis = wasReady ? System.currentTimeMillis() - readySinceMillis : 0;
        Duration pause = backoff.next(Duration.ofMillis(healthyMillis));
        process = null;
        task = null;
        restartAtMillis = System.currentTimeMillis() + pause.toMillis();
        become(Condition.RESTARTING, why);
    }

    /// Ends the process and does not start it again.
    void stop() throws InterruptedException {
        Task running = task;
        if (condition == Condition.PREPARING && running != null) {
            running.giveUp(GIVEN_UP_WITHIN);
        }
        task = null;
        if (process != null) {
            Ending.end(process, plan.ask(), patience());
        }
        process = null;
        become(Condition.STOPPED, "");
    }

    /// What has never served anybody has nothing to finish, and some programs hear no signal while they start.
    private Duration patience() {
        boolean neverServed = condition == Condition.STARTING && readyAfterMillis == 0;
        return neverServed && grace.compareTo(GRACE_WHILE_STARTING) > 0 ? GRACE_WHILE_STARTING : grace;
    }

    PartState state() {
        return new PartState(
                plan.name(),
                condition,
                plan.version(),
                plan.ports(),
                process,
                process == null ? sinceMillis : startedMillis,
                readyAfterMillis,
                restarts,
                message);
    }

    private void become(Condition next, String why) {
        condition = next;
        message = why;
        sinceMillis = System.currentTimeMillis();
    }

    private static String words(Throwable thrown) {
        Throwable cause =
                thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
