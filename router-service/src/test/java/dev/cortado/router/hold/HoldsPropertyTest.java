package dev.cortado.router.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.fake.FakeAccounting;
import dev.cortado.router.fake.FakeAccounting.Fare;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fake.VirtualTime;
import dev.cortado.router.session.SessionPace;
import dev.cortado.router.session.SessionTerms;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Under any interleaving of lost, late, repeated and partly granted messages, and of sessions that end: holds never
/// exceed what accounting granted, every request gets one outcome, and at the end nothing stays leased.
class HoldsPropertyTest {

    private static final int STEPS = 3_000;
    private static final long CAP = 10_000_000;
    private static final Instant MONTH_END = Rig.MONTH_END;
    private static final OrganisationId[] ORGANISATIONS = {new OrganisationId("one"), new OrganisationId("other")};
    /// By organisation: no counter belongs to two.
    private static final long[][][] PATHS = {{{1, 2}, {1, 3}, {1, 2, 4}, {3}}, {{5, 6}, {5}}};
    private static final int COUNTERS = 6;

    private record Open(AttemptKey key, SessionId session, List<HeldAmount> amounts) {}

    /// One run of a simulated router.
    private static final class Run {
        final Random random;
        final VirtualTime time = new VirtualTime();
        final FakeAccounting accounting = new FakeAccounting(time);
        final Sessions sessions = new Sessions(
                "router-1", accounting, time, new SessionPace(Duration.ofSeconds(3), Duration.ofMillis(250)));
        final Holds holds;
        final List<Open> open = new ArrayList<>();
        final List<CompletableFuture<Taking>> asked = new ArrayList<>();
        /// Per session and counter: taken and not released, charged included.
        final Map<String, Long> used = new HashMap<>();
        int taken;
        int refused;
        int rejected;

        Run(long seed, int countersMax) {
            random = new Random(seed);
            holds = new Holds(
                    accounting, sessions, time, pace(countersMax), Rig.SLACK, new SilentHoldWatcher(), 100_000);
            accounting.wantsMax = countersMax;
            accounting.ledger.counter(1, LimitUnit.NANO_USD, CAP, MONTH_END);
            accounting.ledger.counter(2, LimitUnit.NANO_USD, CAP, MONTH_END);
            accounting.ledger.counter(3, LimitUnit.NANO_USD, CAP, MONTH_END);
            accounting.ledger.counter(4, LimitUnit.REQUESTS, CAP, MONTH_END);
            accounting.ledger.counter(5, LimitUnit.NANO_USD, CAP, MONTH_END);
            accounting.ledger.counter(6, LimitUnit.TOKENS, CAP, MONTH_END);
            accounting.recalled.add(holds::recall);
            sessions.watch(holds);
            sessions.start();
            accounting.leaseFare = this::fare;
        }

        Fare fare() {
            Duration there = Duration.ofMillis(random.nextInt(8));
            Duration back = Duration.ofMillis(random.nextInt(8));
            return switch (random.nextInt(20)) {
                case 0 -> Fare.LOST;
                case 1 -> new Fare(there, back, false, true, Duration.ofMillis(100));
                // Arrives after the router has given up on it and sent it again.
                case 2 -> new Fare(Duration.ofMillis(900), back, false, false, Duration.ofMillis(100));
                case 3 -> new Fare(there, Duration.ofMillis(1_300), false, false, Duration.ofMillis(2_000));
                default -> Fare.after(there, back);
            };
        }

        void step() {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> ask();
                case 3, 4 -> settle();
                // Others leave anything from nothing to a few requests' worth.
                case 5 -> accounting.ledger.leave(random.nextLong(1, COUNTERS + 1), random.nextInt(4_000));
                case 6 -> sessions.present(sessionClass()).ifPresent(this::recall);
                case 7 -> accounting.endSession = random.nextInt(60) == 0;
            }
            time.pass(Duration.ofMillis(random.nextInt(40)));
            check();
        }

        SessionClass sessionClass() {
            return random.nextInt(3) == 0 ? SessionClass.LONG : SessionClass.SHORT;
        }

        void recall(SessionTerms terms) {
            holds.recall(
                    terms.id(),
                    List.of(new LeaseId(terms.id().value() * 1_000L + random.nextLong(1, COUNTERS + 1))),
                    new Asking(new SessionId(99), time.trueTime().minus(Duration.ofMillis(random.nextInt(100)))));
        }

        void ask() {
            SessionId session =
                    sessions.present(sessionClass()).map(SessionTerms::id).orElse(null);
            if (session == null) {
                return;
            }
            int organisation = random.nextInt(ORGANISATIONS.length);
            long[][] paths = PATHS[organisation];
            long want = random.nextLong(1, 1_501);
            List<Rung> rungs = List.of(rung(want, 1 + random.nextLong(want)), rung(1 + want / 2, 1));
            CompletableFuture<Taking> taking = holds.take(
                            session,
                            ORGANISATIONS[organisation],
                            new PathAnswer.Limits(
                                    accounting.ledger.path(time.trueTime(), paths[random.nextInt(paths.length)])),
                            rungs)
                    .toCompletableFuture();
            asked.add(taking);
            var _ = taking.thenAccept(outcome -> {
                switch (outcome) {
                    case Taking.Taken hold -> take(session, ORGANISATIONS[organisation], hold);
                    case Taking.Rejected _ -> rejected++;
                    case Taking.FallsShort _, Taking.Unanswered _, Taking.PathOutdated _, Taking.SessionOver _ ->
                        refused++;
                }
            });
        }

        void take(SessionId session, OrganisationId organisation, Taking.Taken hold) {
            taken++;
            AttemptKey key = new AttemptKey(ReservationId.at(time.wall()), 1);
            holds.keep(new Hold(
                    key,
                    organisation,
                    session,
                    hold.money(),
                    hold.amounts(),
                    0,
                    time.wall().plusSeconds(306),
                    time.nanos()));
            open.add(new Open(key, session, hold.amounts()));
            hold.amounts().forEach(held -> used.merge(name(session, held), held.amount(), Long::sum));
        }

        void settle() {
            if (open.isEmpty()) {
                return;
            }
            Open hold = open.remove(random.nextInt(open.size()));
            Map<LeaseId, Long> charged = new HashMap<>();
            boolean refusal = random.nextInt(4) == 0;
            for (HeldAmount held : hold.amounts()) {
                long charge = refusal ? 0 : random.nextLong(held.amount() + 1);
                charged.put(held.lease(), charge);
                used.merge(name(hold.session(), held), charge - held.amount(), Long::sum);
            }
            assertTrue(holds.close(hold.key(), charged).isPresent());
            assertTrue(holds.close(hold.key(), charged).isEmpty());
        }

        void check() {
            assertTrue(accounting.ledger.capsHold());
            used.forEach((name, amount) -> {
                String[] parts = name.split("/", 2);
                long granted = accounting.ledger.granted(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                assertTrue(amount <= granted, () -> name + " uses " + amount + " of " + granted);
            });
        }

        private static String name(SessionId session, HeldAmount held) {
            return session.value() + "/" + held.counter().value();
        }

        private static Rung rung(long want, long minimum) {
            return new Rung(NanoUsd.of(want), NanoUsd.of(minimum), TokenCount.of(10));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void holds_faultyAccounting_neverExceedGrantsAndReturnEverything(long seed) {
        settlesAll(new Run(seed, LeaseMessage.WANTS_MAX));
    }

    /// No message may speak of more than a single path has.
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void holds_messagesTooShortForAllThereIsToSay_neverExceedGrantsAndReturnEverything(long seed) {
        settlesAll(new Run(seed, 3));
    }

    private static LeasePace pace(int countersMax) {
        LeasePace pace = Rig.PACE;
        return new LeasePace(
                pace.deadline(),
                pace.giveBackAfter(),
                pace.gatherFor(),
                pace.retryFirst(),
                pace.retryMax(),
                pace.answerAgeMax(),
                pace.underWayMax(),
                pace.organisationsMax(),
                countersMax);
    }

    private static void settlesAll(Run run) {
        for (int i = 0; i < STEPS; i++) {
            run.step();
        }
        run.accounting.leaseFare = () -> Fare.AT_ONCE;
        run.accounting.endSession = false;
        run.time.pass(Duration.ofSeconds(5));
        while (!run.open.isEmpty()) {
            run.settle();
        }
        run.time.pass(Duration.ofSeconds(5));
        run.check();

        assertTrue(run.asked.stream().allMatch(CompletableFuture::isDone), "every request got an outcome");
        assertEquals(0, run.rejected, "a message spoke of too much");
        assertEquals(run.asked.size(), run.taken + run.refused);
        assertTrue(run.taken > 100 && run.refused > 10, "both outcomes were exercised");
        assertEquals(0, run.holds.openCount());
        for (SessionClass sessionClass : SessionClass.values()) {
            long session = run.sessions.present(sessionClass).orElseThrow().id().value();
            for (long counter = 1; counter <= COUNTERS; counter++) {
                long used = run.used.getOrDefault(session + "/" + counter, 0L);
                assertEquals(used, run.accounting.ledger.granted(session, counter), sessionClass + " " + counter);
            }
        }
    }
}
