package dev.cortado.accounting.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewalChangeTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Renewal MONTHLY = Renewal.of(WindowKind.MONTH, UTC);

    @Test
    void otherWindow_startsAtTheEndOfThePresentOne() {
        assertEquals(
                new Renewal.Switch(Instant.parse("2026-12-01T00:00:00Z"), WindowKind.DAY, UTC),
                changed(MONTHLY, Optional.empty(), Optional.of(WindowKind.DAY), Optional.empty())
                        .next()
                        .orElseThrow());
    }

    @Test
    void nextCounterMadeAlready_theChangeWaitsForItsEnd() {
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        assertEquals(
                end,
                changed(MONTHLY, Optional.of(end), Optional.empty(), Optional.of(BERLIN))
                        .next()
                        .orElseThrow()
                        .at());
    }

    @Test
    void wishForWhatHolds_takesAComingChangeBack() {
        Renewal coming = changed(MONTHLY, Optional.empty(), Optional.of(WindowKind.DAY), Optional.empty());
        assertEquals(MONTHLY, changed(coming, Optional.empty(), Optional.of(WindowKind.MONTH), Optional.empty()));
    }

    @Test
    void secondWish_addsToTheComingChange() {
        Renewal coming = changed(MONTHLY, Optional.empty(), Optional.of(WindowKind.DAY), Optional.empty());
        Renewal.Switch both = changed(coming, Optional.empty(), Optional.empty(), Optional.of(BERLIN))
                .next()
                .orElseThrow();
        assertEquals(WindowKind.DAY, both.kind());
        assertEquals(BERLIN, both.zone());
    }

    @Test
    void changeThatCame_isThePresentRule() {
        Renewal came = new Renewal(
                WindowKind.HOUR,
                UTC,
                Optional.of(new Renewal.Switch(Instant.parse("2026-11-24T10:00:00Z"), WindowKind.DAY, UTC)));
        Renewal next = changed(came, Optional.empty(), Optional.of(WindowKind.WEEK), Optional.empty());
        assertEquals(WindowKind.DAY, next.kind());
        assertEquals(
                Instant.parse("2026-11-25T00:00:00Z"), next.next().orElseThrow().at());
    }

    @Test
    void limitOverAllTime_hasNoBoundary() {
        assertInstanceOf(
                RenewalChange.NoBoundary.class,
                RenewalChange.of(
                        Renewal.of(WindowKind.TOTAL, UTC),
                        NOW,
                        Optional.empty(),
                        Optional.of(WindowKind.DAY),
                        Optional.empty()));
    }

    private static Renewal changed(
            Renewal present, Optional<Instant> boundary, Optional<WindowKind> window, Optional<ZoneId> zone) {
        return assertInstanceOf(RenewalChange.Changed.class, RenewalChange.of(present, NOW, boundary, window, zone))
                .renewal();
    }
}
