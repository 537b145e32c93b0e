package dev.cortado.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.bench.admission.ColdTurns.Kind;
import dev.cortado.bench.admission.ColdTurns.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ColdTurnsTest {

    private static final int PER_SECOND = 100;
    private static final Duration TIME = Duration.ofSeconds(80);

    private final ColdTurns turns = new ColdTurns(PER_SECOND, TIME);

    @Test
    void at_aFirstCall_isNeverOfATenantThatCalledBefore() {
        Set<Integer> called = new HashSet<>();

        all().filter(n -> turns.at(n).kind() == Kind.FIRST)
                .forEach(n -> assertTrue(called.add(turns.at(n).tenant()), "call " + n));

        assertEquals(turns.tenants(Kind.FIRST), called.size());
    }

    @Test
    void at_aQuietTenant_isQuietForLongEnough() {
        Map<Integer, Long> last = new HashMap<>();
        all().filter(n -> turns.at(n).kind() == Kind.QUIET).forEach(n -> {
            Long before = last.put(turns.at(n).tenant(), n);
            assertTrue(
                    before == null || n - before >= ColdTurns.QUIET_FOR.toSeconds() * PER_SECOND,
                    "call " + n + " after " + before);
        });

        assertEquals(turns.tenants(Kind.QUIET), last.size());
    }

    /// One that called in the first seconds of the measured run must have called in the prelude.
    @Test
    void at_everyQuietTenant_hasCalledBeforeTheMeasuredRun() {
        Set<Integer> called = new HashSet<>();
        LongStream.range(0, ColdTurns.QUIET_FOR.toSeconds() * PER_SECOND)
                .mapToObj(turns::at)
                .filter(turn -> turn.kind() == Kind.QUIET)
                .forEach(turn -> called.add(turn.tenant()));

        assertEquals(turns.tenants(Kind.QUIET), called.size());
    }

    @Test
    void at_aCappedTenant_comesNearItsCapInAMinute_andNeverPastIt() {
        Map<Integer, Deque<Long>> lastMinute = new HashMap<>();
        int[] most = {0};
        all().filter(n -> turns.at(n).kind() == Kind.CAPPED).forEach(n -> {
            Deque<Long> calls = lastMinute.computeIfAbsent(turns.at(n).tenant(), _ -> new ArrayDeque<>());
            calls.addLast(n);
            while (n - calls.getFirst() >= 60L * PER_SECOND) {
                calls.removeFirst();
            }
            most[0] = Math.max(most[0], calls.size());
        });

        assertTrue(most[0] <= ColdTurns.REQUESTS_A_MINUTE, "it would be refused after " + most[0]);
        assertTrue(most[0] >= ColdTurns.REQUESTS_A_MINUTE / 2, "it stays far below its cap: " + most[0]);
    }

    @Test
    void at_callsAreOfAllKindsAlike_byTenantsThatThereAre() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        all().forEach(n -> {
            Turn turn = turns.at(n);
            assertTrue(turn.tenant() < turns.tenants(turn.kind()), turn::toString);
            counts.merge(turn.kind(), 1, Integer::sum);
        });

        for (Kind kind : Kind.values()) {
            assertEquals(PER_SECOND * 80 / 3.0, counts.getOrDefault(kind, 0), 1, counts::toString);
        }
    }

    @Test
    void requireFewEnoughTenants_moreThanARouterKnows_saysSo() {
        turns.requireFewEnoughTenants();

        assertThrows(IllegalArgumentException.class, new ColdTurns(400, TIME)::requireFewEnoughTenants);
    }

    private static LongStream all() {
        return LongStream.range(0, TIME.toSeconds() * PER_SECOND);
    }
}
