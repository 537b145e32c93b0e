package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Obstacle;
import dev.cortado.router.decide.Standing;
import dev.cortado.router.estimate.UtilityEstimate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroundsJsonTest {

    @Test
    void candidate_isReadAsItWasWritten() {
        Considered cramped = candidate(new Standing(Obstacle.NONE, true, false, false));

        assertEquals(List.of(cramped), GroundsJson.toConsidered(new JsonArray().add(GroundsJson.of(cramped))));
    }

    @Test
    void candidateStoredBeforeContextsCounted_hadRoom() {
        JsonObject json = GroundsJson.of(candidate(new Standing(Obstacle.NONE, true, true, false)));
        json.remove("roomy");

        assertEquals(
                List.of(candidate(new Standing(Obstacle.NONE, true, true, true))),
                GroundsJson.toConsidered(new JsonArray().add(json)));
    }

    private static Considered candidate(Standing standing) {
        return new Considered(
                new VariantId("small-1"),
                new PoolId("cpu-small"),
                Lane.REALTIME,
                new UtilityEstimate(.5, .4, .6, UtilityEstimate.Basis.PREDICTED),
                NanoUsd.of(100),
                NanoUsd.of(110),
                Duration.ofMillis(800),
                2,
                "",
                standing);
    }
}
