package dev.cortado.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// Draws one fault after the other, each whole before any of it is done, so that a seed tells them all. For use by one
/// thread.
final class Faults {

    private static final int GAP_MILLIS_MIN = 4_000;
    private static final int GAP_MILLIS_MAX = 8_000;

    private static final int ROUTER_PERCENT = 36;
    private static final int ACCOUNTING_PERCENT = 14;
    private static final int NODE_PERCENT = 14;
    private static final int POSTGRES_PERCENT = 8;
    private static final int KAFKA_PERCENT = 8;

    private static final int PAUSE_MILLIS_MIN = 1_000;
    /// Longer than the time a router may go on admitting.
    private static final int PAUSE_MILLIS_MAX = 18_000;
    /// The broker and the database are what everything stands on: a pause of theirs is an outage.
    private static final int BASE_PAUSE_MILLIS_MAX = 4_000;

    private static final int CUT_MILLIS_MAX = 2_500;
    private static final int STALL_MILLIS_MIN = 1_000;
    private static final int STALL_MILLIS_MAX = 4_000;
    /// Longer than the database lets a transaction idle.
    private static final int LOST_ANSWERS_MILLIS_MAX = 2_500;

    /// What connections lead to: one of the services, the database or the log.
    private static final List<List<Part>> LED_TO =
            List.of(List.of(Part.ACCOUNTING, Part.ROUTER, Part.NODE), List.of(Part.POSTGRES), List.of(Part.KAFKA));

    private final SplittableRandom random;
    private final List<Failure> deck = new ArrayList<>();

    private record Failure(List<Part> ledTo, Fault.Manner manner) {}

    Faults(SplittableRandom random) {
        this.random = random;
    }

    /// The longest time from the end of one fault to the end of the next.
    static Duration longest() {
        return Duration.ofMillis(GAP_MILLIS_MAX + (long) PAUSE_MILLIS_MAX);
    }

    /// How long it is quiet before the next fault.
    Duration gap() {
        return millis(GAP_MILLIS_MIN, GAP_MILLIS_MAX);
    }

    Fault next() {
        int dice = random.nextInt(100);
        if (dice < ROUTER_PERCENT) {
            return ofProcess(Part.ROUTER);
        }
        dice -= ROUTER_PERCENT;
        if (dice < ACCOUNTING_PERCENT) {
            return ofProcess(Part.ACCOUNTING);
        }
        dice -= ACCOUNTING_PERCENT;
        if (dice < NODE_PERCENT) {
            return ofProcess(Part.NODE);
        }
        dice -= NODE_PERCENT;
        if (dice < POSTGRES_PERCENT) {
            return ofProcess(Part.POSTGRES);
        }
        dice -= POSTGRES_PERCENT;
        return dice < KAFKA_PERCENT ? ofProcess(Part.KAFKA) : ofConnections();
    }

    private Fault ofProcess(Part part) {
        int number = random.nextInt(part.processes());
        return switch (part) {
            case ROUTER -> killOrPause(part, number, random.nextInt(3) < 2, PAUSE_MILLIS_MAX);
            case ACCOUNTING, NODE -> killOrPause(part, number, random.nextBoolean(), PAUSE_MILLIS_MAX);
            case POSTGRES, KAFKA -> killOrPause(part, number, random.nextBoolean(), BASE_PAUSE_MILLIS_MAX);
        };
    }

    private Fault killOrPause(Part part, int number, boolean kills, int pauseMillisMax) {
        return kills
                ? new Fault.Kill(part, number)
                : new Fault.Pause(part, number, millis(PAUSE_MILLIS_MIN, pauseMillisMax));
    }

    /// They are few, so they come from a deck: each failure once before one comes again.
    private Fault ofConnections() {
        if (deck.isEmpty()) {
            for (List<Part> ledTo : LED_TO) {
                for (Fault.Manner manner : Fault.Manner.values()) {
                    deck.add(new Failure(ledTo, manner));
                }
            }
            Collections.shuffle(deck, random);
        }
        Failure failure = deck.removeLast();
        Part part = failure.ledTo().get(random.nextInt(failure.ledTo().size()));
        int number = random.nextInt(part.proxies());
        Duration time = switch (failure.manner()) {
            case CUT -> millis(0, CUT_MILLIS_MAX);
            case STALL -> millis(STALL_MILLIS_MIN, STALL_MILLIS_MAX);
            case LOSE_ANSWERS -> millis(0, LOST_ANSWERS_MILLIS_MAX);
        };
        return new Fault.Disconnection(part, number, failure.manner(), time);
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to));
    }
}
