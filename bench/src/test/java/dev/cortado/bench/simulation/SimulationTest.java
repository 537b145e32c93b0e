package dev.cortado.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.bench.simulation.world.AdministrativeChange;
import dev.cortado.bench.simulation.world.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final long SEED = 20_261_124;
    private static final long HUNT_MAX = 20_000;
    private static final long HISTORIES = 20_000;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Test
    void history_sameSeed_isReplayedExactly() {
        for (long number = 0; number < 20; number++) {
            long seed = Campaign.seed(SEED, number);
            assertEquals(History.run(seed, new Protocol()), History.run(seed, new Protocol()));
        }
    }

    @Test
    void history_otherSeed_isAnother() {
        assertNotEquals(
                History.run(Campaign.seed(SEED, 1), new Protocol()).hash(),
                History.run(Campaign.seed(SEED, 2), new Protocol()).hash());
    }

    @Test
    void hunt_everyBrokenVariant_isCaught() throws InterruptedException {
        List<Hunt.Outcome> hunts = Hunt.all(SEED, HUNT_MAX, THREADS);

        hunts.forEach(System.out::println);
        assertTrue(hunts.size() >= 27);
        assertEquals(
                List.of(),
                hunts.stream().filter(hunt -> hunt.caught().isEmpty()).toList());
    }

    @Test
    void campaign_soundProtocol_violatesNothingUnderAnyFault() throws InterruptedException {
        Campaign campaign = new Campaign(SEED);
        campaign.run(HISTORIES, THREADS, _ -> {});

        System.out.print(campaign.summary());
        assertEquals(List.of(), campaign.violating());
        assertEquals(HISTORIES, campaign.histories());
        assertTrue(campaign.stepsLeast() >= 200, "the shortest history had " + campaign.stepsLeast() + " steps");
        for (Fault fault : Fault.values()) {
            assertTrue(campaign.faults().getOrDefault(fault, 0L) > 0, "no history had a " + fault);
        }
        for (AdministrativeChange change : AdministrativeChange.values()) {
            assertTrue(
                    campaign.historiesWith().getOrDefault(change, 0L) >= HISTORIES / 50,
                    "fewer than a fiftieth of the histories had " + change);
        }
        assertTrue(campaign.refusals() > 0 && campaign.attempts() > 10 * HISTORIES);
    }
}
