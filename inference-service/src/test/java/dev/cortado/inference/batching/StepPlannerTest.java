package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepPlannerTest {

    private final StepPlanner planner = new StepPlanner(256, 64);

    @Test
    void plan_onlyPrompts_shareTheLargeChunkInOrder() {
        assertEquals(List.of(200, 56, 0), planner.plan(List.of(200, 100, 10), false));
    }

    @Test
    void plan_promptBesideStreams_takesTheSmallChunk() {
        assertEquals(List.of(1, 64, 1, 0), planner.plan(List.of(0, 1_000, 0, 5), false));
    }

    @Test
    void plan_promptBesideAnotherModelsSteps_takesTheSmallChunk() {
        assertEquals(List.of(64), planner.plan(List.of(1_000), true));
    }

    @Test
    void plan_onlyStreams_oneTokenEach() {
        assertEquals(List.of(1, 1), planner.plan(List.of(0, 0), false));
    }

    @Test
    void stepTokensMax_coversAnyPlan() {
        assertEquals(260, planner.stepTokensMax(4));
    }
}
