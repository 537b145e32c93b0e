package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdaptedEngine;
import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a tenant's prompts leave behind, and adapters beside one another.
class PrefixReuseTest {

    private static final String ANSWER = "yes";
    private static final AdapterUse MILD = new AdapterUse("brand", 0.5);
    private static final AdapterUse FULL = new AdapterUse("brand", 1);

    private final FakeModel model = new FakeModel(2, 200, ANSWER);
    private final BatchingEngine engine = engine(model, true);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void prompt_continuingTheTenantsLast_computesOnlyWhatIsNew() throws Exception {
        assertEquals(0, cached("a", "Dear customer"));
        assertEquals(13, cached("a", "Dear customer, hello"));
        assertEquals("0 from 13", model.openings.getLast());
    }

    @Test
    void prompt_thatGoesOnAfterTheAnswer_reusesTheAnswerToo() throws Exception {
        assertEquals(0, cached("a", "Question"));
        assertEquals(11, cached("a", "Question" + ANSWER + " and then"));
    }

    @Test
    void prompt_theSameAgain_computesItsLastToken() throws Exception {
        assertEquals(0, cached("a", "Dear customer"));
        assertEquals(12, cached("a", "Dear customer"));
    }

    @Test
    void prompt_ofAnotherTenant_isComputedWholeAndTheSlotIsCleared() throws Exception {
        FakeModel narrow = new FakeModel(1, 200, ANSWER);
        try (BatchingEngine one = engine(narrow, true)) {
            assertEquals(0, cached(one, order("a", AdapterUse.NONE, "Dear customer", Sampling.greedy())));
            assertEquals(0, cached(one, order("b", AdapterUse.NONE, "Dear customer", Sampling.greedy())));
            assertEquals(List.of("0 from 0", "0 from 0"), narrow.openings);
            assertEquals(0, cached(one, order("a", AdapterUse.NONE, "Dear customer", Sampling.greedy())));
        }
    }

    @Test
    void prompt_underAnotherAdapterOrScale_isComputedWhole() throws Exception {
        load("brand");
        assertEquals(0, cached(engine, order("a", FULL, "Dear customer", Sampling.greedy())));
        assertEquals(0, cached(engine, order("a", MILD, "Dear customer", Sampling.greedy())));
        assertEquals(0, cached(engine, order("a", AdapterUse.NONE, "Dear customer", Sampling.greedy())));
        assertEquals(12, cached(engine, order("a", AdapterUse.NONE, "Dear customer", Sampling.greedy())));
    }

    @Test
    void prompt_withASeedOrOfNobody_isComputedWhole() throws Exception {
        Sampling seeded = new Sampling(1, 1, OptionalLong.of(7), 0, 0);
        assertEquals(0, cached(engine, order("a", AdapterUse.NONE, "Dear customer", seeded)));
        assertEquals(0, cached(engine, order("a", AdapterUse.NONE, "Dear customer", seeded)));
        assertEquals(0, cached("", "Dear customer"));
        assertEquals(0, cached("", "Dear customer"));
    }

    @Test
    void prefixReuse_off_computesAll() throws Exception {
        try (BatchingEngine off = engine(new FakeModel(1, 200, ANSWER), false)) {
            assertEquals(0, cached(off, order("a", AdapterUse.NONE, "Dear customer", Sampling.greedy())));
            assertEquals(0, cached(off, order("a", AdapterUse.NONE, "Dear customer", Sampling.greedy())));
        }
    }

    @Test
    void prompt_littleInCommonWithALongOne_takesTheOldestSlot() throws Exception {
        assertEquals(0, cached("a", "Dear customer, a long letter about many things"));
        assertEquals(0, cached("a", "Dear Sir"));
        assertEquals(46, cached("a", "Dear customer, a long letter about many things, and more"));
        assertEquals(List.of("0 from 0", "1 from 0", "0 from 46"), model.openings);
    }

    @Test
    void step_failed_leavesNothingToReuse() throws Exception {
        model.failing = true;
        assertEquals(0, cached("a", "Dear customer"));
        model.failing = false;
        assertEquals(0, cached("a", "Dear customer"));
    }

    @Test
    void sequences_underDifferentAdapters_neverShareAStepAndAllFinish() throws Exception {
        load("brand");
        load("legal");
        List<RecordingListener> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            AdapterUse adapter = List.of(AdapterUse.NONE, FULL, MILD, new AdapterUse("legal", 1))
                    .get(i % 4);
            RecordingListener listener = new RecordingListener();
            all.add(listener);
            assertInstanceOf(
                    Submission.Submitted.class,
                    engine.submit(order("tenant-" + i, adapter, "Prompt " + i, Sampling.greedy()), listener));
        }
        for (RecordingListener listener : all) {
            listener.generated();
            assertEquals(ANSWER, listener.text.toString());
        }
        assertEquals(4, Set.copyOf(model.stepAdapters).size());
    }

    @Test
    void adaptedEngine_ordersRunUnderItsAdapterUnlessTheyNameOne() throws Exception {
        load("brand");
        Engine adapted = new AdaptedEngine(engine, MILD);
        cached(adapted, order("a", AdapterUse.NONE, "x", Sampling.greedy()));
        cached(adapted, order("a", FULL, "x", Sampling.greedy()));
        cached(engine, order("a", AdapterUse.NONE, "x", Sampling.greedy()));
        assertEquals(
                List.of(MILD, FULL, AdapterUse.NONE),
                model.stepAdapters.stream().distinct().toList());
        adapted.close();
        assertTrue(adapted.running());
    }

    @Test
    void load_adapterThatDoesNotFit_isRefusedAndTheEngineServesOn() throws Exception {
        assertInstanceOf(
                AdapterLoading.Unusable.class,
                engine.load(new AdapterLoading.AdapterSource("wrong", Path.of("none"), "")));
        assertEquals(Set.of(), engine.adapters());
        assertThrows(
                IllegalArgumentException.class,
                () -> engine.submit(
                        order("a", new AdapterUse("wrong", 1), "x", Sampling.greedy()), new RecordingListener()));
        assertEquals(0, cached("a", "x"));
    }

    @Test
    void load_askedForAtAnyMoment_isAnswered() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 3_000; i++) {
                load("adapter-" + i);
            }
        });
        assertEquals(3_000, engine.adapters().size());
    }

    @Test
    void cancelled_beforeAStep_isMeteredAsNothing() throws Exception {
        cached("a", "Dear customer");
        model.hanging = true;
        RecordingListener listener = new RecordingListener();
        Generation generation = assertInstanceOf(
                        Submission.Submitted.class,
                        engine.submit(order("a", AdapterUse.NONE, "Dear customer", Sampling.greedy()), listener))
                .generation();
        model.hung.acquire();
        generation.cancel();
        GenerationEnd.Generated end = listener.generated();
        assertEquals(0, end.promptTokens().count());
        assertEquals(0, end.cachedPromptTokens().count());
        model.hanging = false;
    }

    private void load(String adapter) {
        assertEquals(
                new AdapterLoading.Usable(),
                engine.load(new AdapterLoading.AdapterSource(adapter, Path.of("none"), "")));
    }

    private long cached(String tenant, String prompt) throws Exception {
        return cached(engine, order(tenant, AdapterUse.NONE, prompt, Sampling.greedy()));
    }

    private static long cached(Engine on, GenerationOrder order) throws Exception {
        RecordingListener listener = new RecordingListener();
        assertInstanceOf(Submission.Submitted.class, on.submit(order, listener));
        return listener.generated().cachedPromptTokens().count();
    }

    private static GenerationOrder order(String tenant, AdapterUse adapter, String prompt, Sampling sampling) {
        Instant later = Instant.now().plusSeconds(60);
        return new GenerationOrder(
                new Tenant(tenant),
                adapter,
                FakeModel.prompt(prompt),
                TokenCount.of(10),
                sampling,
                List.of(),
                later,
                later);
    }

    private static BatchingEngine engine(FakeModel model, boolean prefixReuse) {
        return BatchingEngineTest.engine(
                model,
                new BatchingLimits(
                        20, 100, prefixReuse, Duration.ofMillis(1), new StepPlanner(32, 8, 2), Duration.ZERO));
    }
}
