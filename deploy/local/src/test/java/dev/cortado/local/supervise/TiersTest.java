package dev.cortado.local.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.supervise.StackState.TierState;
import dev.cortado.local.supervise.Tiers.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

final class TiersTest {
    private static final Model LARGE = model("large-q4", Tier.LARGE);
    private static final Model SMALL = model("small-q4", Tier.SMALL);
    private static final Model FINER = model("small-q8", Tier.SMALL);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<String, Heard> hears = new ConcurrentHashMap<>();
    private final Map<String, ProcessMark> processes = new ConcurrentHashMap<>(
            Map.of("inference-small", new ProcessMark(1, "1"), "inference-large", new ProcessMark(2, "1")));
    private final Tiers tiers = new Tiers(
            List.of(LARGE, SMALL, FINER), variant -> hears.getOrDefault(variant, new Heard.Problem("not heard")));

    @Test
    void states_everyVariantOfATier_isShown_smallFirst() {
        assertEquals(
                List.of("small-q4", "small-q8", "large-q4"),
                tiers.states(this::processOf).stream().map(TierState::variant).toList());
    }

    @Test
    void ready_oneVariantOfTheTierAnswers_isEnough() throws InterruptedException {
        tiers.fetched(FINER, true, 1, "");
        hears.put("small-q8", new Heard.Answered());
        awaitState("small-q8", "ready");

        assertTrue(tiers.ready(Tier.SMALL, this::processOf));
        assertEquals("waiting", state("small-q4").state());
        assertFalse(StackState.everyTierAnswers(tiers.states(this::processOf)));

        tiers.fetched(LARGE, true, 1, "");
        hears.put("large-q4", new Heard.Answered());
        awaitState("large-q4", "ready");
        assertTrue(StackState.everyTierAnswers(tiers.states(this::processOf)));
    }

    @Test
    void ready_otherProcess_isAskedAnew() throws InterruptedException {
        tiers.fetched(SMALL, true, 1, "");
        hears.put("small-q4", new Heard.Answered());
        awaitState("small-q4", "ready");
        processes.put("inference-small", new ProcessMark(3, "1"));

        assertFalse(tiers.ready(Tier.SMALL, this::processOf));
    }

    @Test
    void ready_budgetSpent_isReady_andSaysSo() throws InterruptedException {
        tiers.fetched(SMALL, true, 1, "");
        hears.put("small-q4", new Heard.BudgetSpent("0 of 10 USD is left"));
        awaitState("small-q4", "ready");

        assertTrue(tiers.ready(Tier.SMALL, this::processOf));
        assertEquals("0 of 10 USD is left", state("small-q4").message());
    }

    @Test
    void states_problem_isTold_andTheVariantStaysUnready() throws InterruptedException {
        tiers.fetched(SMALL, true, 1, "");
        hears.put("small-q4", new Heard.Problem("HTTP 503 no node"));
        long end = System.nanoTime() + LIMIT.toNanos();
        while (state("small-q4").message().isEmpty() && System.nanoTime() < end) {
            tiers.step(this::processOf);
            Thread.sleep(5);
        }

        assertEquals("HTTP 503 no node", state("small-q4").message());
        assertEquals("loading", state("small-q4").state());
    }

    private Optional<ProcessMark> processOf(String part) {
        return Optional.ofNullable(processes.get(part));
    }

    private void awaitState(String variant, String wanted) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!state(variant).state().equals(wanted) && System.nanoTime() < end) {
            tiers.step(this::processOf);
            Thread.sleep(5);
        }
        assertEquals(wanted, state(variant).state());
    }

    private TierState state(String variant) {
        return tiers.states(this::processOf).stream()
                .filter(state -> state.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static Model model(String variant, Tier tier) {
        return new Model(variant, tier, variant + ".gguf", 1, "0".repeat(64), "Apache-2.0", List.of());
    }
}
