package dev.cortado.router.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a router does where it is asked for the very room that it asks for itself.
class YieldTest {

    private static final OrganisationId ORG = new OrganisationId("org");
    private static final Duration ANSWER = Duration.ofMillis(30);

    private final VirtualTime time = new VirtualTime();
    private final FakeAccounting accounting = new FakeAccounting(time);
    private final Sessions sessions =
            new Sessions("router-1", accounting, time, new SessionPace(Duration.ofSeconds(3), Duration.ofMillis(250)));
    private final Holds holds =
            new Holds(accounting, sessions, time, Rig.PACE, Rig.SLACK, new SilentHoldWatcher(), 1_000);
    private SessionId session = new SessionId(1);

    @BeforeEach
    void start() {
        accounting.ledger.counter(1, LimitUnit.NANO_USD, 1_000, Rig.MONTH_END);
        sessions.watch(holds);
        sessions.start();
        session = sessions.present(SessionClass.LONG).orElseThrow().id();
    }

    @Test
    void recall_orderThatGoesBefore_isAnsweredBesideTheOwnMessage() {
        LeaseId lease = idle(session, 400);
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(30), Duration.ZERO);
        CompletableFuture<Taking> taking = take(session, 700);
        accounting.leaseFare = () -> Fare.AT_ONCE;

        holds.recall(session, List.of(lease), elsewhere(time.trueTime().minusSeconds(1)));

        LeaseMessage.Want answer = accounting.messages.getLast().wants().getFirst();
        assertEquals(0, answer.want());
        assertEquals(0, accounting.ledger.granted(session.value(), 1));
        time.pass(Duration.ofMillis(100));
        assertTaken(700, taking);
        assertEquals(700, accounting.ledger.granted(session.value(), 1));
    }

    @Test
    void recall_orderThatComesAfter_waitsForTheOwnAnswer() {
        LeaseId lease = idle(session, 400);
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(30), Duration.ZERO);
        CompletableFuture<Taking> taking = take(session, 700);
        int told = accounting.messages.size();

        holds.recall(session, List.of(lease), elsewhere(time.trueTime().plusSeconds(1)));

        assertEquals(told, accounting.messages.size());
        time.pass(Duration.ofMillis(100));
        assertTaken(700, taking);
        LeaseMessage.Want answer = accounting.messages.getLast().wants().getFirst();
        assertEquals(answer.floor(), answer.want());
    }

    /// Accounting granted before it heard what was given up, and the router hears of it afterwards.
    @Test
    void recall_ownAnswerComesLate_isNotTakenForWhatIsGranted() {
        LeaseId lease = idle(session, 400);
        accounting.leaseFare = () -> Fare.after(Duration.ZERO, Duration.ofMillis(30));
        CompletableFuture<Taking> taking = take(session, 700);
        accounting.leaseFare = () -> Fare.AT_ONCE;
        time.pass(Duration.ofMillis(1));
        assertEquals(700, accounting.ledger.granted(session.value(), 1));

        holds.recall(session, List.of(lease), elsewhere(time.trueTime().minusSeconds(1)));
        assertEquals(0, accounting.ledger.granted(session.value(), 1));
        accounting.ledger.others(1, 900);
        time.pass(Duration.ofMillis(100));

        assertInstanceOf(Taking.FallsShort.class, taking.join());
        assertEquals(0, accounting.ledger.granted(session.value(), 1));
    }

    /// Accounting granted, and answers before it answers to what was given up meanwhile.
    @Test
    void recall_ownAnswerComesBeforeTheOther_isAskedAgain() {
        LeaseId lease = idle(session, 400);
        accounting.leaseFare = () -> Fare.after(Duration.ZERO, Duration.ofMillis(5));
        CompletableFuture<Taking> taking = take(session, 700);
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(10), Duration.ofMillis(10));

        holds.recall(session, List.of(lease), elsewhere(time.trueTime().minusSeconds(1)));
        time.pass(Duration.ofMillis(7));
        assertFalse(taking.isDone(), "what was given up was taken");
        time.pass(Duration.ofMillis(100));

        assertTaken(700, taking);
        assertEquals(700, accounting.ledger.granted(session.value(), 1));
    }

    /// The answer that first names a lease is on its way when the recall overtakes it.
    @Test
    void recall_beforeTheAnswerThatNamesTheLease_isAnsweredAsSoonAsThatIsThere() {
        LeaseId lease = granted300InVain();

        holds.recall(session, List.of(lease), elsewhere(time.trueTime().plusSeconds(1)));
        time.pass(ANSWER);

        assertEquals(0, accounting.ledger.granted(session.value(), 1));
    }

    @Test
    void recall_beforeMoreUnknownLeasesThanCanBeNamed_isForgotten() {
        LeaseId lease = granted300InVain();
        List<LeaseId> recalled = new ArrayList<>(List.of(lease));
        for (int i = 0; i < Rig.PACE.underWayMax() * LeaseMessage.WANTS_MAX; i++) {
            recalled.add(new LeaseId(1_000_000 + i));
        }

        holds.recall(session, recalled, elsewhere(time.trueTime().plusSeconds(1)));
        time.pass(ANSWER);
        assertEquals(300, accounting.ledger.granted(session.value(), 1));

        time.pass(Rig.PACE.giveBackAfter());
        assertEquals(0, accounting.ledger.granted(session.value(), 1), "given back at leisure");
    }

    @Test
    void take_twoSessionsWantEachOthersRoom_theOneThatWaitedLongerGetsIt() {
        SessionId other = sessions.present(SessionClass.SHORT).orElseThrow().id();
        accounting.recalled.add(holds::recall);
        idle(session, 400);
        idle(other, 400);

        CompletableFuture<Taking> first = take(other, 700);
        time.pass(Duration.ofMillis(1));
        CompletableFuture<Taking> second = take(session, 700);
        time.pass(Duration.ofMillis(300));

        assertTaken(700, first);
        assertInstanceOf(Taking.FallsShort.class, second.join());
    }

    /// Accounting granted the rest of the counter to a request that needs more, and the answer needs a while.
    private LeaseId granted300InVain() {
        accounting.ledger.others(1, 700);
        accounting.leaseFare = () -> Fare.after(Duration.ZERO, ANSWER);
        CompletableFuture<Taking> taking = take(session, 700);
        accounting.leaseFare = () -> Fare.AT_ONCE;
        time.pass(Duration.ZERO);
        assertEquals(300, accounting.ledger.granted(session.value(), 1));
        assertFalse(taking.isDone());
        return accounting.ledger.lease(session.value(), 1);
    }

    /// Leases so much, and has all of it idle.
    private LeaseId idle(SessionId of, long amount) {
        Taking.Taken taken = assertTaken(amount, take(of, amount));
        holds.giveUp(of, ORG, taken.amounts());
        return taken.amounts().getFirst().lease();
    }

    private CompletableFuture<Taking> take(SessionId of, long amount) {
        return holds.take(
                        of,
                        ORG,
                        new PathAnswer.Limits(accounting.ledger.path(time.trueTime(), 1)),
                        List.of(new Rung(NanoUsd.of(amount), NanoUsd.of(amount), TokenCount.of(1))))
                .toCompletableFuture();
    }

    private static Taking.Taken assertTaken(long amount, CompletableFuture<Taking> taking) {
        Taking.Taken taken = assertInstanceOf(Taking.Taken.class, taking.getNow(new Taking.Unanswered()));
        assertEquals(NanoUsd.of(amount), taken.money());
        return taken;
    }

    private static Asking elsewhere(Instant since) {
        return new Asking(new SessionId(99), since);
    }
}
