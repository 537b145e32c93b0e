package dev.cortado.accounting.posting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class StartCheckTest {

    /// The log: of each partition its ticks by offset, and its end.
    private final Map<Integer, Map<Long, LoggedTick>> ticks = new HashMap<>();

    private final Map<Integer, Long> ends = new HashMap<>();
    private final Map<Integer, Long> posted = new HashMap<>();
    private final Set<UUID> known = new HashSet<>();
    private final List<Long> read = new ArrayList<>();
    private boolean brokerAway;

    private final StartCheck check = new StartCheck(new FakeLog(), new FakeBooks());

    @Test
    void emptyLog_opensAtOnce() {
        ends.put(0, 0L);
        ends.put(1, 0L);

        assertTrue(check.look());
    }

    @Test
    void logPostedToItsEnd_isNotRead() {
        tick(0, 7, false);
        posted.put(0, 8L);

        assertTrue(check.look());
        assertEquals(List.of(), read);
    }

    @Test
    void killedProcess_whoseLastTicksAreKnown_waitsForNoPosting() {
        tick(0, 7, true);
        tick(0, 9, true);
        tick(1, 5, true);
        posted.put(0, 6L);

        assertTrue(check.look());
        assertEquals(List.of(7L, 9L, 5L), read);
    }

    @Test
    void onlyWhatIsNotPostedIsRead() {
        tick(0, 3, false);
        tick(0, 9, true);
        posted.put(0, 4L);

        assertTrue(check.look());
        assertEquals(List.of(9L), read);
    }

    @Test
    void booksWithoutATick_waitUntilAllPartitionsArePosted() {
        tick(0, 7, true);
        tick(0, 9, false);
        tick(0, 11, false);
        tick(1, 5, true);

        assertFalse(check.look());
        assertEquals(List.of(7L, 9L, 5L), read, "one that is lacking says enough of its partition");
        posted.put(0, 12L);
        assertFalse(check.look());
        // What is appended after the start is not waited for.
        ends.put(1, 100L);
        posted.put(1, 6L);
        assertTrue(check.look());
    }

    @Test
    void logMadeAnewMeanwhile_isWaitedForToItsNewEnd() {
        tick(0, 9, false);
        assertFalse(check.look());

        ends.put(0, 2L);
        assertFalse(check.look());
        posted.put(0, 2L);
        assertTrue(check.look());
    }

    @Test
    void brokerThatIsAway_isAskedAgain() {
        tick(0, 9, true);
        brokerAway = true;
        assertThrows(IllegalStateException.class, check::look);

        brokerAway = false;
        assertTrue(check.look());
        assertEquals(List.of(9L), read);
    }

    private void tick(int partition, long offset, boolean isKnown) {
        LoggedTick tick = new LoggedTick(offset, UUID.randomUUID(), Instant.EPOCH);
        ticks.computeIfAbsent(partition, each -> new TreeMap<>()).put(offset, tick);
        ends.merge(partition, offset + 1, Math::max);
        if (isKnown) {
            known.add(tick.mark());
        }
    }

    private final class FakeLog implements StartCheck.Log {

        @Override
        public Map<Integer, Long> ends() {
            if (brokerAway) {
                throw new IllegalStateException("away");
            }
            return ends;
        }

        /// One tick at a time.
        @Override
        public void ticks(int partition, long from, long until, Predicate<List<LoggedTick>> wantsMore) {
            for (Map.Entry<Long, LoggedTick> tick :
                    ticks.getOrDefault(partition, Map.of()).entrySet()) {
                if (tick.getKey() >= from && tick.getKey() < until) {
                    read.add(tick.getKey());
                    if (!wantsMore.test(List.of(tick.getValue()))) {
                        return;
                    }
                }
            }
        }
    }

    private final class FakeBooks implements StartCheck.Books {

        @Override
        public long next(int partition) {
            return posted.getOrDefault(partition, 0L);
        }

        @Override
        public boolean lack(List<LoggedTick> seen) {
            return seen.stream().anyMatch(tick -> !known.contains(tick.mark()));
        }
    }
}
