package dev.cortado.accounting.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedCounterTest {

    private static final Duration AHEAD = Duration.ofMinutes(10);

    @Test
    void farFromTheEnd_onlyThePresentWindow() {
        assertEquals(List.of("2026-11-01T00:00:00Z"), starts("2026-11-30T23:49:59Z", WindowKind.MONTH));
    }

    @Test
    void nearTheEnd_theNextWindowToo() {
        assertEquals(
                List.of("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
                starts("2026-11-30T23:50:00Z", WindowKind.MONTH));
    }

    @Test
    void shortWindow_theNextOneInItsSecondHalf() {
        assertEquals(List.of("2026-11-30T12:00:00Z"), starts("2026-11-30T12:00:29Z", WindowKind.MINUTE));
        assertEquals(
                List.of("2026-11-30T12:00:00Z", "2026-11-30T12:01:00Z"),
                starts("2026-11-30T12:00:30Z", WindowKind.MINUTE));
    }

    private static List<String> starts(String now, WindowKind kind) {
        return WantedCounter.at(Instant.parse(now), Renewal.of(kind, ZoneId.of("UTC")), AHEAD).stream()
                .map(wanted -> wanted.start().toString())
                .toList();
    }
}
