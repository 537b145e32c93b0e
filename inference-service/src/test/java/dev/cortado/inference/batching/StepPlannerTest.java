package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepPlannerTest {

    private final StepPlanner planner = new StepPlanner(512, 64, 16);

    @Test
    void plan_lonePrompt_takesTheLargeChunk() {
        assertEquals(List.of(512), planner.plan(List.of(4_096), false, true));
        assertEquals(List.of(100), planner.plan(List.of(100), false, true));
    }

    @Test
    void plan_lonePromptWhereCompanyIsExpected_takesTheSmallChunk() {
        assertEquals(List.of(64), planner.plan(List.of(4_096), true, true));
    }

    @Test
    void plan_shortPromptBehindALongOne_comesFirstAndTheLongOneGoesOn() {
        assertEquals(List.of(16, 64), planner.plan(List.of(4_096, 64), false, true));
        assertEquals(List.of(44, 20), planner.plan(List.of(4_096, 20), false, true));
    }

    @Test
    void plan_shortPromptThatJustCame_hasTheStepForItself() {
        assertEquals(List.of(0, 64), planner.plan(List.of(4_096, 64), false, false));
        assertEquals(List.of(1, 0, 64, 0), planner.plan(List.of(0, 4_096, 64, 3_000), false, false));
        assertEquals(List.of(44, 20), planner.plan(List.of(4_096, 20), false, false));
    }

    @Test
    void plan_manyPrompts_onlyTheFirstOfThoseOvertakenGoesOn() {
        assertEquals(List.of(16, 0, 24, 40, 0), planner.plan(List.of(4_096, 3_000, 100, 40, 2_000), false, true));
    }

    @Test
    void plan_promptBesideStreams_takesTheSmallChunk() {
        assertEquals(List.of(1, 59, 1, 5), planner.plan(List.of(0, 1_000, 0, 5), false, true));
    }

    @Test
    void plan_onlyStreams_oneTokenEach() {
        assertEquals(List.of(1, 1), planner.plan(List.of(0, 0), false, true));
        assertEquals(List.of(1), planner.plan(List.of(0), false, true));
    }

    @Test
    void isLarge_onlyWhatNoSharedStepTakes() {
        assertFalse(planner.isLarge(1, 80));
        assertTrue(planner.isLarge(1, 512));
    }

    @Test
    void stepTokensMax_coversAnyPlan() {
        assertEquals(516, planner.stepTokensMax(4));
        assertEquals(84, new StepPlanner(32, 64, 16).stepTokensMax(4));
    }

    @Test
    void plan_ofPromptsBesideStreams_isNeverALargeStep() {
        StepPlanner planner = new StepPlanner(512, 64, 16);
        List<Integer> shares = planner.plan(List.of(0, 0, 36, 36, 36), true, true);
        int tokens = shares.stream().mapToInt(Integer::intValue).sum();
        assertEquals(82, tokens);
        assertFalse(planner.isLarge(shares.size(), tokens));
        assertTrue(planner.isLarge(1, planner.plan(List.of(500), false, true).getFirst()));
    }
}
