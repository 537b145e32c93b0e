package dev.cortado.local.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.part.PartPlan;
import dev.cortado.local.process.Backoff;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real small processes under supervision.
final class SupervisedPartTest {
    @TempDir
    private Path directory;

    private final AtomicInteger preparations = new AtomicInteger();
    private Optional<String> missing = Optional.empty();
    private PartPlan.Preparation preparation = () -> {};
    private Duration grace = Duration.ofSeconds(1);
    private boolean answers = true;
    private boolean held;
    private String script = "exec sleep 600";
    private SupervisedPart part;

    @BeforeEach
    void plan() {
        part = part(List.of());
    }

    @AfterEach
    void stop() throws InterruptedException {
        part.stop();
    }

    @Test
    void step_killedProcess_isStartedAgain() throws Exception {
        until(part::ready);
        ProcessMark first = process();
        first.handle().orElseThrow().destroyForcibly();

        until(() -> part.ready() && !process().equals(first));

        assertTrue(process().alive());
        assertEquals(1, part.state().restarts());
        assertEquals(1, preparations.get());
    }

    @Test
    void step_processThatEndsAtOnce_saysSoAndPausesLongerEachTime() throws Exception {
        script = "exit 3";
        until(() -> part.state().restarts() >= 2);

        assertTrue(part.state().message().contains("it ended") || !part.ready());
        assertFalse(part.ready());
    }

    @Test
    void step_waitsForAnotherPart_startsWhenThatIsReady() throws Exception {
        part = part(List.of("other"));
        for (int i = 0; i < 5; i++) {
            part.step(name -> false, false);
        }
        assertEquals(Condition.WAITING, part.state().condition());
        assertEquals("after other", part.state().message());

        until(part::ready);
    }

    @Test
    void step_fileMissing_saysWhatAndStartsOnceItIsThere() throws Exception {
        missing = Optional.of("its model is not fetched yet");
        part.step(name -> true, false);
        assertEquals("its model is not fetched yet", part.state().message());

        missing = Optional.empty();
        until(part::ready);
    }

    @Test
    void step_heldByHand_stopsAndStartsAgainWhenReleased() throws Exception {
        until(part::ready);
        ProcessMark first = process();

        held = true;
        until(() -> part.state().condition() == Condition.HELD);
        assertFalse(first.alive());

        held = false;
        until(part::ready);
        assertFalse(process().equals(first));
    }

    @Test
    void step_doesNotAnswerAnyMore_isUnreadyAndNotKilled() throws Exception {
        until(part::ready);
        ProcessMark first = process();
        answers = false;

        until(() -> part.state().condition() == Condition.UNREADY);

        assertTrue(first.alive());
        answers = true;
        until(part::ready);
        assertEquals(first, process());
    }

    @Test
    void adopt_runningProcess_isTakenOverAndNotStartedTwice() throws Exception {
        until(part::ready);
        SupervisedPart next = part(List.of());
        next.adopt(part.state());
        SupervisedPart before = part;
        part = next;
        until(part::ready);

        assertEquals(before.process(), part.process());
        assertEquals(1, preparations.get());
    }

    @Test
    void adopt_processThatIsGone_startsItsOwn() throws Exception {
        until(part::ready);
        StackState.PartState state = part.state();
        part.stop();
        part = part(List.of());
        part.adopt(state);

        until(part::ready);

        assertFalse(process().equals(state.process()));
    }

    @Test
    void stop_running_processIsGone() throws Exception {
        until(part::ready);
        ProcessMark first = process();
        part.stop();

        assertFalse(first.alive());
        part.step(name -> true, false);
        assertEquals(Condition.STOPPED, part.state().condition());
    }

    @Test
    void stop_whileItStartsAndHearsNoSignal_isKilledSoon() throws Exception {
        answers = false;
        grace = Duration.ofSeconds(30);
        script = "trap '' TERM; touch deaf; while :; do sleep 0.05; done";
        part = part(List.of());
        until(() -> Files.exists(directory.resolve("deaf")));
        ProcessMark deaf = process();
        long begin = System.nanoTime();

        part.stop();

        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
        assertFalse(deaf.alive());
    }

    @Test
    void stop_whileACommandPrepares_killsItAndReturnsAtOnce() throws Exception {
        AtomicReference<ProcessMark> command = new AtomicReference<>();
        preparation = () -> Tool.run(
                directory,
                Map.of(),
                Duration.ofMinutes(1),
                List.of("sh", "-c", "echo $$ >" + directory.resolve("pid") + "; exec sleep 600"));
        until(() -> commandRuns(command));
        long begin = System.nanoTime();

        part.stop();

        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(2).toNanos());
        assertFalse(command.get().alive());
    }

    private boolean commandRuns(AtomicReference<ProcessMark> command) {
        try {
            Path pid = directory.resolve("pid");
            if (Files.exists(pid) && !Files.readString(pid).isBlank()) {
                ProcessMark.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(command::set);
            }
            return command.get() != null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessMark process() {
        return part.process().orElseThrow();
    }

    private void until(BooleanSupplier reached) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!reached.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "not reached: " + part.state());
            part.step(name -> true, held);
            Thread.sleep(5);
        }
    }

    private SupervisedPart part(List<String> after) {
        PartPlan plan = new PartPlan(
                "part",
                "1",
                List.of(),
                after,
                () -> missing,
                () -> {
                    preparations.incrementAndGet();
                    preparation.run();
                },
                plain -> new Launch(List.of("sh", "-c", script), Map.of(), directory),
                () -> answers,
                Ending.Ask.TERMINATE);
        return new SupervisedPart(
                plan,
                directory.resolve("part.log"),
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofSeconds(60)),
                grace);
    }
}
