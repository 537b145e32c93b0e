package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The engine with the small model.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaEngineIT {

    private static final String STORY = "Tell me a story about the sea.";
    private static final int CONTEXT = 4_096;

    private Engine engine;

    @BeforeAll
    void load() {
        engine = RealEngines.load(RealEngines.SMALL, CONTEXT, 4);
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void generate_greedy_answersAndRepeats() throws Exception {
        Heard first = generate("What is 2+2?", 40, Sampling.greedy(), List.of());
        Heard second = generate("What is 2+2?", 40, Sampling.greedy(), List.of());
        assertTrue(first.text().contains("4"), first.text());
        assertEquals(StopCause.STOP, first.generated().cause());
        assertEquals(first.text(), second.text());
    }

    @Test
    void generate_seeded_repeatsAndOtherSeedsDiffer() throws Exception {
        assertEquals(seeded(7), seeded(7));
        assertNotEquals(seeded(7), seeded(8));
    }

    @Test
    void generate_topP_leavesOutTheUnlikelyHoweverHot() throws Exception {
        String greedy = generate(STORY, 20, Sampling.greedy(), List.of()).text();
        for (long seed = 1; seed <= 3; seed++) {
            assertEquals(greedy, hot(1e-9, seed));
            assertNotEquals(greedy, hot(1, seed));
        }
    }

    /// Below 0 they reward what has occurred, so that few words are left; above 0 hardly a word comes twice.
    @Test
    void generate_penalties_decideHowOftenWordsComeAgain() throws Exception {
        assertTrue(distinctWords(0, -2) < distinctWords(0, 2));
        assertTrue(distinctWords(-2, 0) < distinctWords(2, 0));
    }

    private String hot(double topP, long seed) throws Exception {
        Sampling sampling = new Sampling(Sampling.TEMPERATURE_MAX, topP, OptionalLong.of(seed), 0, 0);
        return generate(STORY, 20, sampling, List.of()).text();
    }

    private double distinctWords(double presence, double frequency) throws Exception {
        Sampling sampling = new Sampling(0, 1, OptionalLong.empty(), presence, frequency);
        List<String> words =
                List.of(generate(STORY, 60, sampling, List.of()).text().split("\\W+"));
        return Set.copyOf(words).size() / (double) words.size();
    }

    @Test
    void generate_stopText_endsBeforeIt() throws Exception {
        String whole = generate(STORY, 30, Sampling.greedy(), List.of()).text();
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 5);
        Heard cut = generate(STORY, 30, Sampling.greedy(), List.of(stop));
        assertEquals(whole.substring(0, whole.indexOf(stop)), cut.text());
        assertEquals(StopCause.STOP, cut.generated().cause());
    }

    @Test
    void generate_fourStreamsAtOnce_eachEndsByItself() throws Exception {
        List<Heard> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(begin(prompt("Count to " + (5 + i)), 30, Sampling.greedy(), List.of()));
        }
        for (Heard heard : all) {
            assertTrue(heard.generated().completionTokens().count() > 0);
            assertFalse(heard.text().isEmpty());
            assertTrue(heard.generated().timings().busy().isPositive());
        }
        assertEquals(0, engine.occupancy().busySlots());
    }

    @Test
    void occupancy_afterSomeHundredTokens_hasRates() throws Exception {
        generate("First: " + "one two three four ".repeat(80), 16, Sampling.greedy(), List.of());
        generate("Second: " + "five six seven eight ".repeat(80), 16, Sampling.greedy(), List.of());
        assertTrue(engine.occupancy().prefillTokensPerSecond().orElseThrow() > 1);
        assertTrue(engine.occupancy().decodeTokensPerSecond().orElseThrow() > 1);
    }

    @Test
    void cancel_longPrefill_stopsBeforeItsEnd() throws Exception {
        PreparedPrompt prompt = prompt("The quick brown fox jumps over the lazy dog. ".repeat(380));
        assertTrue(prompt.size() > 3_000, "the prompt is long");
        Heard heard = begin(prompt, 10, Sampling.greedy(), List.of());
        while (engine.occupancy().busySlots() == 0) {
            Thread.sleep(5);
        }
        Thread.sleep(200);
        heard.generation.cancel();
        GenerationEnd.Generated end = heard.generated();
        assertEquals(StopCause.CANCELLED, end.cause());
        assertTrue(end.promptTokens().count() < prompt.size());
        assertTrue(generate("Hi", 5, Sampling.greedy(), List.of())
                        .generated()
                        .completionTokens()
                        .count()
                > 0);
    }

    @Test
    void generate_upToTheContext_endsByLength() throws Exception {
        PreparedPrompt prompt = prompt("one two three four five six seven eight nine ten ".repeat(30));
        Engine narrow = RealEngines.load(RealEngines.SMALL, 512, 1);
        try {
            int room = narrow.description().contextTokens() - prompt.size();
            assertTrue(room > 0 && room < 400);
            Heard heard = new Heard(narrow, prompt, room, Sampling.greedy(), List.of());
            GenerationEnd.Generated end = heard.generated();
            assertTrue(end.cause() == StopCause.LENGTH || end.cause() == StopCause.STOP);
            assertTrue(end.completionTokens().count() <= room);
        } finally {
            narrow.close();
        }
    }

    @Test
    void load_brokenFile_failsWithTheReason(@TempDir Path directory) throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.gguf"), "GGUF but not really");
        ModelLoader.LoadFailed failed = assertInstanceOf(
                ModelLoader.LoadFailed.class,
                RealEngines.loader().load(new ModelLoader.ModelSource("broken", broken, 512, 1, () -> {})));
        assertTrue(failed.reason().contains("broken.gguf is not usable"), failed.reason());
        assertInstanceOf(
                ModelLoader.LoadFailed.class,
                RealEngines.loader()
                        .load(new ModelLoader.ModelSource(
                                "missing", directory.resolve("missing.gguf"), 512, 1, () -> {})));
    }

    private String seeded(long seed) throws Exception {
        Sampling sampling = new Sampling(1, 0.95, OptionalLong.of(seed), 0.5, 0.5);
        return generate(STORY, 20, sampling, List.of()).text();
    }

    private Heard generate(String question, int max, Sampling sampling, List<String> stops) throws Exception {
        Heard heard = begin(prompt(question), max, sampling, stops);
        heard.generated();
        return heard;
    }

    private Heard begin(PreparedPrompt prompt, int max, Sampling sampling, List<String> stops) {
        return new Heard(engine, prompt, max, sampling, stops);
    }

    private PreparedPrompt prompt(String question) {
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, question)));
        return assertInstanceOf(PromptPreparation.Prepared.class, engine.prepare(conversation))
                .prompt();
    }

    private static final class Heard implements GenerationListener {

        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();
        private final Generation generation;

        Heard(Engine engine, PreparedPrompt prompt, int max, Sampling sampling, List<String> stops) {
            Instant later = Instant.now().plusSeconds(120);
            GenerationOrder order = new GenerationOrder(prompt, TokenCount.of(max), sampling, stops, later, later);
            generation = assertInstanceOf(Submission.Submitted.class, engine.submit(order, this))
                    .generation();
        }

        @Override
        public void delta(String delta) {
            text.append(delta);
        }

        @Override
        public void ended(GenerationEnd how) {
            end.complete(how);
        }

        String text() {
            return text.toString();
        }

        GenerationEnd.Generated generated() throws Exception {
            return assertInstanceOf(GenerationEnd.Generated.class, end.get(120, TimeUnit.SECONDS));
        }
    }
}
