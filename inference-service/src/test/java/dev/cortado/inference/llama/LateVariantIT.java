package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.VariantStatus;
import dev.cortado.inference.node.Variants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The medium model joins while the small one streams.
class LateVariantIT {

    /// Far above one prompt step of the medium model on a busy machine, and below what loading it takes there.
    private static final Duration STALL_MAX = Duration.ofSeconds(5);

    private static final Duration JOINED_WITHIN = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void fileAppears_whileAnotherVariantStreams_isLoadedAndTheStreamGoesOn() throws Exception {
        VariantPlan small = with(RealEngines.plan(RealEngines.SMALL), Path.of("small.gguf"));
        VariantPlan medium = with(RealEngines.plan(RealEngines.MEDIUM), Path.of("medium.gguf"));
        Files.createSymbolicLink(
                small.file(), RealEngines.plan(RealEngines.SMALL).file().toAbsolutePath());
        Variants variants = new Variants(
                RealEngines.loader(), List.of(small, medium), Duration.ofMillis(50), () -> {}, (plan, status) -> {});
        Thread loading = new Thread(variants::loadAll);
        loading.start();
        try {
            Stream stream = new Stream(ready(variants, small.id()));
            stream.begin();
            stream.await(10);
            stream.stallNanos = 0;
            int atAppearance = stream.deltas.get();
            Files.createSymbolicLink(
                    medium.file(), RealEngines.plan(RealEngines.MEDIUM).file().toAbsolutePath());
            ready(variants, medium.id());
            assertTrue(stream.deltas.get() > atAppearance, "nothing was streamed while the other was loaded");
            stream.await(stream.deltas.get() + 10);
            Duration stall = Duration.ofNanos(stream.stallNanos);
            assertTrue(stall.compareTo(STALL_MAX) < 0, () -> "the stream stood still for " + stall);
        } finally {
            variants.close();
            loading.join();
        }
    }

    private static Engine ready(Variants variants, VariantId id) throws InterruptedException {
        long end = System.nanoTime() + JOINED_WITHIN.toNanos();
        VariantStatus status = variants.status(id).orElseThrow();
        while (status instanceof VariantStatus.Loading && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
            status = variants.status(id).orElseThrow();
        }
        return assertInstanceOf(VariantStatus.Ready.class, status).engine();
    }

    private VariantPlan with(VariantPlan plan, Path file) {
        return new VariantPlan(plan.id(), directory.resolve(file), 1_024, 1);
    }

    /// One answer after the other, for as long as the engine runs.
    private static final class Stream implements GenerationListener {

        private final Engine engine;
        private final PreparedPrompt prompt;
        private final AtomicInteger deltas = new AtomicInteger();
        private volatile long stallNanos;
        private volatile long lastNanos;

        Stream(Engine engine) {
            this.engine = engine;
            Conversation conversation = new Conversation(
                    List.of(new ConversationMessage(ChatRole.USER, "Write a very long story about the sea.")));
            this.prompt = assertInstanceOf(PromptPreparation.Prepared.class, engine.prepare(conversation))
                    .prompt();
        }

        void await(int count) throws InterruptedException {
            long end = System.nanoTime() + JOINED_WITHIN.toNanos();
            while (deltas.get() < count) {
                assertTrue(System.nanoTime() < end, () -> "only " + deltas.get() + " deltas came");
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }

        void begin() {
            lastNanos = System.nanoTime();
            Instant latest = Instant.now().plusSeconds(120);
            engine.submit(
                    new GenerationOrder(prompt, TokenCount.of(600), Sampling.greedy(), List.of(), latest, latest),
                    this);
        }

        @Override
        public void delta(String text) {
            long now = System.nanoTime();
            stallNanos = Math.max(stallNanos, now - lastNanos);
            lastNanos = now;
            deltas.incrementAndGet();
        }

        @Override
        public void ended(GenerationEnd how) {
            if (engine.running()) {
                begin();
            }
        }
    }
}
