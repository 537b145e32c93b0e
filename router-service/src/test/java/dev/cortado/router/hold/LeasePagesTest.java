package dev.cortado.router.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
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
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// More to say about an organisation, or about several, than one message has room for.
class LeasePagesTest {

    private static final OrganisationId ORG = new OrganisationId("org");
    private static final int FIRST_COUNTER = 100;
    private static final int COUNTERS = 600;
    private static final long CAP = 1_000;

    private final VirtualTime time = new VirtualTime();
    private final FakeAccounting accounting = new FakeAccounting(time);
    private final Sessions sessions =
            new Sessions("router-1", accounting, time, new SessionPace(Duration.ofSeconds(3), Duration.ofMillis(250)));
    private final Holds holds =
            new Holds(accounting, sessions, time, Rig.PACE, Rig.SLACK, new SilentHoldWatcher(), 1_000);
    private SessionId exact = new SessionId(1);

    @BeforeEach
    void start() {
        for (int i = 0; i < COUNTERS; i++) {
            accounting.ledger.counter(FIRST_COUNTER + i, LimitUnit.REQUESTS, CAP, Rig.MONTH_END);
        }
        accounting.wantsMax = LeaseMessage.WANTS_MAX;
        sessions.watch(holds);
        sessions.start();
        exact = sessions.present(SessionClass.LONG).orElseThrow().id();
    }

    @Test
    void take_moreCountersThanOneMessageHolds_areAllAskedForInTurn() {
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(5), Duration.ZERO);

        List<CompletableFuture<Taking>> all = takeEach(COUNTERS);
        time.pass(Duration.ofMillis(30));

        all.forEach(LeasePagesTest::taken);
        assertEquals(COUNTERS, granted());
        assertEquals(4, accounting.messages.size(), "the first alone, then pages that are full");
        assertSeqsGrow();
    }

    @Test
    void take_oneRequestOnSeveralPages_isNeverSplit() {
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(5), Duration.ZERO);
        List<CompletableFuture<Taking>> all = new ArrayList<>(takeEach(1));
        for (int from = 1; from + 100 <= COUNTERS; from += 100) {
            all.add(take(LongStream.range(FIRST_COUNTER + from, FIRST_COUNTER + from + 100)
                    .toArray()));
        }
        time.pass(Duration.ofMillis(30));

        all.forEach(LeasePagesTest::taken);
        assertEquals(
                List.of(1, 200, 200, 100),
                accounting.messages.stream()
                        .map(message -> message.wants().size())
                        .toList());
    }

    @Test
    void giveUp_moreThanOneMessageHolds_returnsAllOfIt() {
        List<Taking.Taken> taken =
                takeEach(COUNTERS).stream().map(LeasePagesTest::taken).toList();
        assertEquals(COUNTERS, granted());

        taken.forEach(each -> holds.giveUp(exact, ORG, each.amounts()));
        time.pass(Duration.ofMillis(100));

        assertEquals(0, granted());
        assertSeqsGrow();
    }

    @Test
    void lease_answerOfAPageLost_isAskedAgainUnderItsRequestIdAndTheNextFollows() {
        Fare answerLost = new Fare(Duration.ofMillis(1), Duration.ZERO, false, true, Duration.ofMillis(100));
        accounting.leaseFare =
                () -> accounting.messages.size() == 2 ? answerLost : Fare.after(Duration.ofMillis(1), Duration.ZERO);

        List<CompletableFuture<Taking>> all = takeEach(COUNTERS);
        time.pass(Duration.ofMillis(300));

        all.forEach(LeasePagesTest::taken);
        assertEquals(accounting.messages.get(1), accounting.messages.get(2));
        assertEquals(COUNTERS, granted());
    }

    @Test
    void recall_moreThanOneMessageHolds_comesBeforeWhatElseThereIsToSay() {
        SessionId kept = sessions.present(SessionClass.SHORT).orElseThrow().id();
        List<LeaseId> leases = new ArrayList<>();
        for (int i = 0; i < COUNTERS; i++) {
            Taking.Taken taken = taken(take(kept, FIRST_COUNTER + i));
            taken.amounts().forEach(held -> leases.add(held.lease()));
        }
        accounting.messages.clear();
        List<LeaseId> recalled = leases.subList(COUNTERS / 2, COUNTERS);

        holds.recall(kept, recalled, new Asking(new SessionId(99), null));
        time.pass(Duration.ofMillis(1));

        Set<Long> answered = new HashSet<>();
        accounting.messages.forEach(message ->
                message.wants().forEach(want -> answered.add(want.counter().value())));
        for (int i = COUNTERS / 2; i < COUNTERS; i++) {
            assertTrue(answered.contains((long) FIRST_COUNTER + i), "counter " + i + " was not answered");
        }
        assertEquals(2, accounting.messages.size());
    }

    @Test
    void giveUp_severalOrganisationsTogetherMoreThanOneMessageHolds_goesAsSeveral() {
        List<List<HeldAmount>> taken = new ArrayList<>();
        for (int i = 0; i < COUNTERS; i++) {
            taken.add(taken(holds.take(
                                    exact,
                                    organisation(i),
                                    new PathAnswer.Limits(accounting.ledger.path(time.trueTime(), FIRST_COUNTER + i)),
                                    List.of(rung()))
                            .toCompletableFuture())
                    .amounts());
        }
        accounting.messages.clear();

        for (int i = 0; i < COUNTERS; i++) {
            holds.giveUp(exact, organisation(i), taken.get(i));
        }
        time.pass(Duration.ofMillis(100));

        assertEquals(0, granted());
        assertEquals(
                List.of(200, 200, 200),
                accounting.messages.stream()
                        .map(message -> message.wants().size())
                        .toList());
    }

    @Test
    void stop_moreThanOneMessageHolds_returnsAllOfIt() {
        SessionId kept = sessions.present(SessionClass.SHORT).orElseThrow().id();
        for (int i = 0; i < COUNTERS; i++) {
            holds.giveUp(kept, ORG, taken(take(kept, FIRST_COUNTER + i)).amounts());
        }
        assertTrue(committed() > 0, "something is kept idle");

        holds.keepNothing();
        assertFalse(holds.isReturned());
        time.pass(Duration.ofMillis(300));

        assertEquals(0, committed());
        assertTrue(holds.isReturned());
    }

    @Test
    void pace_moreCountersThanAccountingTakes_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LeasePace(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        1,
                        1,
                        257));
    }

    private static OrganisationId organisation(int i) {
        return new OrganisationId("org-" + i / 200);
    }

    private List<CompletableFuture<Taking>> takeEach(int count) {
        List<CompletableFuture<Taking>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(take(FIRST_COUNTER + i));
        }
        return all;
    }

    private CompletableFuture<Taking> take(long... counters) {
        return take(exact, counters);
    }

    private CompletableFuture<Taking> take(SessionId session, long... counters) {
        return holds.take(
                        session,
                        ORG,
                        new PathAnswer.Limits(accounting.ledger.path(time.trueTime(), counters)),
                        List.of(rung()))
                .toCompletableFuture();
    }

    private long granted() {
        return LongStream.range(FIRST_COUNTER, FIRST_COUNTER + COUNTERS)
                .map(counter -> accounting.ledger.granted(exact.value(), counter))
                .sum();
    }

    private long committed() {
        return LongStream.range(FIRST_COUNTER, FIRST_COUNTER + COUNTERS)
                .map(accounting.ledger::committed)
                .sum();
    }

    private void assertSeqsGrow() {
        List<Long> seqs = accounting.messages.stream().map(LeaseMessage::seq).toList();
        assertEquals(seqs.stream().distinct().sorted().toList(), seqs);
    }

    private static Taking.Taken taken(CompletableFuture<Taking> taking) {
        assertTrue(taking.isDone(), "an answer was due");
        return assertInstanceOf(Taking.Taken.class, taking.join());
    }

    private static Rung rung() {
        return new Rung(NanoUsd.of(1), NanoUsd.of(1), TokenCount.of(1));
    }
}
