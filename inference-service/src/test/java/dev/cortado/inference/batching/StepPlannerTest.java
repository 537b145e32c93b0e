package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepPlannerTest {

    private final StepPlanner planner = new StepPlanner(256, 64);

    @Test
    void plan_onlyPrompts_shareTheLargeChunkInOrder() {
        assertEquals(List.of(200, 56, 0), planner.plan(List.of(200, 100, 10)));
    }

    @Test
    void plan_promptBesideStreams_takesTheSmallChunk() {
        assertEquals(List.of(1, 64, 1, 0), planner.plan(List.of(0, 1_000, 0, 5)));
    }

    @Test
    void plan_onlyStreams_oneTokenEach() {
        assertEquals(List.of(1, 1), planner.plan(List.of(0, 0)));
    }

    @Test
    void stepTokensMax_coversAnyPlan() {
        assertEquals(260, planner.stepTokensMax(4));
    }
}
