package dev.cortado.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final int DRAWN = 100_000;
    private static final Duration LASTING = Duration.ofMinutes(10);
    /// What a fault takes beside its own time: signals, and the launcher's answers.
    private static final Duration DONE_WITHIN = Duration.ofMillis(300);

    private final List<Fault> drawn = draw(1, DRAWN);

    @Test
    void next_sameSeed_sameFaults() {
        assertEquals(draw(7, 100), draw(7, 100));
    }

    @Test
    void next_everyPartIsKilledPausedAndDisconnectedInEveryManner() {
        Set<String> expected = new HashSet<>();
        for (Part part : Part.values()) {
            expected.add(new Fault.Kill(part, 0).kind());
            expected.add(new Fault.Pause(part, 0, Duration.ZERO).kind());
            for (Fault.Manner manner : Fault.Manner.values()) {
                expected.add(new Fault.Disconnection(part, 0, manner, Duration.ZERO).kind());
            }
        }

        assertEquals(25, expected.size());
        assertEquals(expected, new HashSet<>(drawn.stream().map(Fault::kind).toList()));
    }

    @Test
    void next_everyProcessAndEveryProxyIsMet_andNoneThatIsNot() {
        for (Part part : Part.values()) {
            assertEquals(
                    part.processes(),
                    numbers(fault -> fault instanceof Fault.Kill && fault.part() == part)
                            .size());
            assertEquals(
                    part.proxies(),
                    numbers(fault -> fault instanceof Fault.Disconnection && fault.part() == part)
                            .size());
        }
        assertTrue(drawn.stream()
                .allMatch(fault -> fault.number()
                        < (fault instanceof Fault.Disconnection
                                ? fault.part().proxies()
                                : fault.part().processes())));
    }

    @Test
    void next_aFifthIsOfConnections_evenlyOverServicesDatabaseAndLog() {
        assertEquals(.2 / 3, shareOfConnections(Part.POSTGRES), .005);
        assertEquals(.2 / 3, shareOfConnections(Part.KAFKA), .005);
        for (Part part : List.of(Part.ACCOUNTING, Part.ROUTER, Part.NODE)) {
            assertEquals(.2 / 9, shareOfConnections(part), .005, part.word());
        }
    }

    private double shareOfConnections(Part part) {
        return drawn.stream()
                        .filter(fault -> fault instanceof Fault.Disconnection && fault.part() == part)
                        .count()
                / (double) DRAWN;
    }

    @Test
    void next_whatEverythingStandsOn_isNeverAwayForLong() {
        assertTrue(drawn.stream()
                .filter(fault -> fault.part() == Part.POSTGRES || fault.part() == Part.KAFKA)
                .allMatch(fault -> fault.time().toMillis() < 4_000));
    }

    /// As `./cortado bench faults` draws them by default.
    @Test
    void tenMinutes_holdAtLeastFortyKillsAndPauses_andEveryFailureOfConnectionsToDatabaseAndLog() {
        SplittableRandom ofBench = new SplittableRandom(1);
        var _ = ofBench.split();
        var _ = ofBench.split();
        Faults faults = new Faults(ofBench.split());
        List<Fault> brought = new ArrayList<>();
        Duration at = faults.gap();
        while (at.compareTo(LASTING) < 0) {
            Fault fault = faults.next();
            brought.add(fault);
            at = at.plus(fault.time()).plus(DONE_WITHIN).plus(faults.gap());
        }

        Set<String> kinds = new HashSet<>(brought.stream().map(Fault::kind).toList());
        long disconnections =
                brought.stream().filter(Fault.Disconnection.class::isInstance).count();
        assertTrue(brought.size() - disconnections >= 40, brought::toString);
        for (Part part : List.of(Part.POSTGRES, Part.KAFKA)) {
            for (Fault.Manner manner : Fault.Manner.values()) {
                assertTrue(
                        kinds.contains(new Fault.Disconnection(part, 0, manner, Duration.ZERO).kind()),
                        kinds::toString);
            }
        }
    }

    private Set<Integer> numbers(Predicate<Fault> which) {
        return new HashSet<>(drawn.stream().filter(which).map(Fault::number).toList());
    }

    private static List<Fault> draw(long seed, int count) {
        Faults faults = new Faults(new SplittableRandom(seed));
        return Stream.generate(faults::next).limit(count).toList();
    }
}
