package dev.cortado.router.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.fake.FakeAccounting;
import dev.cortado.router.fake.FakeAccounting.Fare;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fake.VirtualTime;
import dev.cortado.router.session.SessionPace;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldsTest {

    private static final Instant MONTH_END = Rig.MONTH_END;
    private static final OrganisationId ORG = new OrganisationId("org");
    /// The first session of the long class, whose leases are exact.
    private static final SessionId FIRST = new SessionId(1);
    /// Another session's order, for which nobody waits.
    private static final Asking ELSEWHERE = new Asking(new SessionId(99), null);

    private final VirtualTime time = new VirtualTime();
    private final FakeAccounting accounting = new FakeAccounting(time);
    private final Sessions sessions =
            new Sessions("router-1", accounting, time, new SessionPace(Duration.ofSeconds(3), Duration.ofMillis(250)));
    private final Holds holds =
            new Holds(accounting, sessions, time, Rig.PACE, Rig.SLACK, new SilentHoldWatcher(), 1_000);

    @BeforeEach
    void start() {
        accounting.ledger.counter(1, LimitUnit.NANO_USD, 1_000, MONTH_END);
        accounting.ledger.counter(2, LimitUnit.NANO_USD, 600, MONTH_END);
        accounting.ledger.counter(3, LimitUnit.REQUESTS, 2, MONTH_END);
        sessions.watch(holds);
        sessions.start();
    }

    @Test
    void take_roomOnAllCounters_takesTheWholeAmountOnEach() {
        Taking.Taken taken = taken(take(path(1, 2), rung(300, 1)));

        assertEquals(NanoUsd.of(300), taken.money());
        assertEquals(300, accounting.ledger.granted(1, 1));
        assertEquals(300, accounting.ledger.granted(1, 2));
        assertEquals(2, taken.amounts().size());
    }

    @Test
    void take_oneCounterShort_shrinksEqualOnAllAndReturnsTheRest() {
        Taking.Taken taken = taken(take(path(1, 2), rung(900, 1)));
        time.pass(Duration.ofMillis(50));

        assertEquals(NanoUsd.of(600), taken.money());
        assertEquals(600, accounting.ledger.granted(1, 1), "what was granted too much went back");
        assertEquals(600, accounting.ledger.granted(1, 2));
    }

    @Test
    void take_leftIsBelowMinimum_isShortAndHoldsNothing() {
        accounting.ledger.others(1, 950);

        Taking.FallsShort shortOf = assertInstanceOf(
                Taking.FallsShort.class, take(path(1, 2), rung(300, 51)).join());
        time.pass(Duration.ofMillis(50));

        assertEquals(LimitUnit.NANO_USD, shortOf.unit());
        assertEquals(MONTH_END, shortOf.renewsAt());
        assertEquals(0, accounting.ledger.granted(1, 1));
        assertEquals(0, accounting.ledger.granted(1, 2));
    }

    @Test
    void take_leftIsExactlyTheMinimum_takesIt() {
        accounting.ledger.others(1, 950);

        assertEquals(NanoUsd.of(50), taken(take(path(1), rung(300, 50))).money());
    }

    @Test
    void take_cheaperRungFitsWhole_isPreferredToShrinkingTheFirst() {
        accounting.ledger.others(1, 800);

        Taking.Taken taken =
                taken(holds.take(FIRST, ORG, new PathAnswer.Limits(path(1)), List.of(rung(300, 1), rung(150, 1)))
                        .toCompletableFuture());

        assertEquals(1, taken.rung());
        assertEquals(NanoUsd.of(150), taken.money());
    }

    @Test
    void take_requestLimitReached_isShortOfRequests() {
        taken(take(path(1, 3), rung(10, 1)));
        taken(take(path(1, 3), rung(10, 1)));

        Taking.FallsShort shortOf = assertInstanceOf(
                Taking.FallsShort.class, take(path(1, 3), rung(10, 1)).join());

        assertEquals(LimitUnit.REQUESTS, shortOf.unit());
    }

    @Test
    void take_softLimitWithoutRoom_doesNotRefuse() {
        accounting.ledger.others(2, 600);
        LimitCounter soft = Counters.soft(path(2).getFirst());

        Taking.Taken taken = taken(take(List.of(path(1).getFirst(), soft), rung(100, 100)));

        assertEquals(NanoUsd.of(100), taken.money());
    }

    @Test
    void take_softLimitsAlone_areCounted() {
        Taking.Taken taken = taken(take(List.of(Counters.soft(path(2).getFirst())), rung(100, 100)));

        assertEquals(
                List.of(100L), taken.amounts().stream().map(HeldAmount::amount).toList());
        assertEquals(100, accounting.ledger.granted(1, 2));
    }

    @Test
    void take_softLimitAddedWhileHardOnesHaveRoom_isCountedAtOnce() {
        holds.giveUp(FIRST, ORG, taken(take(path(1), rung(300, 1))).amounts());

        Taking.Taken taken =
                taken(take(List.of(path(1).getFirst(), Counters.soft(path(2).getFirst())), rung(100, 100)));

        assertEquals(2, taken.amounts().size());
        assertEquals(100, accounting.ledger.granted(1, 2));
    }

    @Test
    void take_softLimitAndAccountingSilent_isTakenUncountedAfterTheDeadline() {
        holds.giveUp(FIRST, ORG, taken(take(path(1), rung(300, 1))).amounts());
        accounting.leaseFare =
                () -> new Fare(Duration.ofSeconds(3), Duration.ZERO, false, false, Duration.ofSeconds(10));

        CompletableFuture<Taking> taking =
                take(List.of(path(1).getFirst(), Counters.soft(path(2).getFirst())), rung(100, 100));
        assertFalse(taking.isDone());
        time.pass(Duration.ofSeconds(2));

        assertEquals(1, taken(taking).amounts().size(), "the hard limit's hold alone");
    }

    /// The old window counts nothing any more, and the next one knows nothing of the request.
    @Test
    void take_softLimitsWindowEndsWhileAsked_asksForThePathAnew() {
        accounting.ledger.counter(9, LimitUnit.NANO_USD, 600, time.trueTime().plusMillis(5));
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(10), Duration.ofMillis(10));

        CompletableFuture<Taking> taking =
                take(List.of(path(1).getFirst(), Counters.soft(path(9).getFirst())), rung(100, 100));
        time.pass(Duration.ofMillis(30));

        assertInstanceOf(Taking.PathOutdated.class, taking.join());
    }

    @Test
    void take_noLimits_takesWithoutAsking() {
        assertEquals(NanoUsd.of(77), taken(take(List.of(), rung(77, 1))).money());
        assertTrue(accounting.messages.isEmpty());
    }

    @Test
    void take_manyWhileOneMessageIsUnderWay_goTogetherInTheNext() {
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(5), Duration.ofMillis(5));
        for (int i = 0; i < 50; i++) {
            var _ = take(path(1), rung(2, 2));
        }
        time.pass(Duration.ofMillis(19));

        assertEquals(2, accounting.messages.size());
        assertEquals(100, accounting.messages.get(1).wants().getFirst().want());
    }

    @Test
    void take_accountingSilent_isUnansweredAfterTheDeadlineAndLateGrantIsReturned() {
        accounting.leaseFare =
                () -> new Fare(Duration.ofSeconds(3), Duration.ZERO, false, false, Duration.ofSeconds(10));
        CompletableFuture<Taking> taking = take(path(1), rung(300, 1));

        time.pass(Duration.ofMillis(1_999));
        assertFalse(taking.isDone());
        time.pass(Duration.ofMillis(2));
        assertInstanceOf(Taking.Unanswered.class, taking.join());

        accounting.leaseFare = () -> Fare.AT_ONCE;
        time.pass(Duration.ofSeconds(2));
        assertEquals(0, accounting.ledger.granted(1, 1));
    }

    @Test
    void lease_answerLost_isAskedAgainUnderTheSameRequestId() {
        Fare answerLost = new Fare(Duration.ofMillis(1), Duration.ZERO, false, true, Duration.ofMillis(100));
        accounting.leaseFare = () -> accounting.messages.size() == 1 ? answerLost : Fare.AT_ONCE;

        CompletableFuture<Taking> taking = take(path(1), rung(300, 1));
        time.pass(Duration.ofMillis(200));

        taken(taking);
        assertEquals(2, accounting.messages.size());
        assertEquals(accounting.messages.get(0), accounting.messages.get(1));
        assertEquals(300, accounting.ledger.granted(1, 1));
    }

    @Test
    void lease_oldAnswerRepeated_doesNotRefuseButAsksAgain() {
        accounting.ledger.others(1, 1_000);
        // The answer "nothing left" reaches the router only after 1.5 s, when it is too old to refuse by.
        Fare slow = new Fare(Duration.ZERO, Duration.ofMillis(1_500), false, false, Duration.ofSeconds(5));
        accounting.leaseFare = () -> accounting.messages.size() == 1 ? slow : Fare.AT_ONCE;
        CompletableFuture<Taking> taking = take(path(1), rung(300, 1));
        time.pass(Duration.ofMillis(100));
        accounting.ledger.others(1, 0);
        time.pass(Duration.ofMillis(1_450));

        assertEquals(NanoUsd.of(300), taken(taking).money());
    }

    @Test
    void close_receipt_returnsTheRestWithin50Millis() {
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));
        AttemptKey key = keep(taken);

        assertTrue(holds.close(key, Map.of(taken.amounts().getFirst().lease(), 120L))
                .isPresent());
        time.pass(Duration.ofMillis(50));

        assertEquals(120, accounting.ledger.granted(1, 1));
    }

    @Test
    void close_twice_countsOnce() {
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));
        AttemptKey key = keep(taken);
        Map<LeaseId, Long> charged = Map.of(taken.amounts().getFirst().lease(), 120L);
        holds.close(key, charged);

        assertTrue(holds.close(key, charged).isEmpty());
        time.pass(Duration.ofMillis(50));
        assertEquals(120, accounting.ledger.granted(1, 1));
    }

    @Test
    void close_chargeAboveTheHold_countsTheHold() {
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));

        holds.close(keep(taken), Map.of(taken.amounts().getFirst().lease(), 9_000L));
        time.pass(Duration.ofMillis(50));

        assertEquals(300, accounting.ledger.granted(1, 1));
    }

    @Test
    void close_freedRoomBeforeItIsReturned_servesTheNextWithoutAsking() {
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));
        holds.giveUp(FIRST, ORG, taken.amounts());
        int before = accounting.messages.size();

        taken(take(path(1), rung(250, 1)));

        assertEquals(before, accounting.messages.size());
    }

    @Test
    void recall_idleRoom_isAnsweredAtOnceWithTheFloor() {
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));
        holds.giveUp(FIRST, ORG, taken.amounts());

        holds.recall(FIRST, List.of(taken.amounts().getFirst().lease()), ELSEWHERE);

        LeaseMessage.Want answer = accounting.messages.getLast().wants().getFirst();
        assertEquals(answer.floor(), answer.want());
        assertEquals(0, accounting.ledger.granted(1, 1));
    }

    @Test
    void recall_withoutIdleRoom_isAnsweredAllTheSame() {
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));

        holds.recall(FIRST, List.of(taken.amounts().getFirst().lease()), ELSEWHERE);

        LeaseMessage.Want answer = accounting.messages.getLast().wants().getFirst();
        assertEquals(300, answer.want());
        assertEquals(300, answer.floor());
    }

    @Test
    void lease_unknownCounter_isOutdatedAndSpoilsNoOther() {
        Taking.Taken kept = taken(take(path(1), rung(300, 1)));
        List<LimitCounter> gone = path(2);
        accounting.ledger.remove(2);
        holds.giveUp(FIRST, ORG, kept.amounts());

        assertInstanceOf(Taking.PathOutdated.class, take(gone, rung(10, 1)).join());
        time.pass(Duration.ofSeconds(1));

        assertEquals(0, accounting.ledger.granted(1, 1), "the good counter's room still went back");
    }

    @Test
    void lease_messageThatIsWrong_isRejectedOnceAndForAll() {
        accounting.wantsMax = 0;
        Taking.Rejected rejected = assertInstanceOf(
                Taking.Rejected.class, take(path(1), rung(10, 1)).join());
        assertEquals("at most 0 counters", rejected.why());
        time.pass(Duration.ofSeconds(30));
        assertEquals(1, accounting.messages.size(), "it was sent again");

        accounting.wantsMax = 1;
        taken(take(path(1), rung(10, 1)));
    }

    @Test
    void session_ends_waitingRequestsAreToldAndOldHoldsNoLongerSpeak() {
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));
        AttemptKey key = keep(taken);
        accounting.leaseFare = () -> Fare.LOST;
        CompletableFuture<Taking> waiting = take(path(1), rung(10, 1));
        accounting.endSession = true;
        time.pass(Duration.ofSeconds(3));

        assertInstanceOf(Taking.Unanswered.class, waiting.join());
        assertInstanceOf(Taking.SessionOver.class, take(path(1), rung(10, 1)).join());
        accounting.messages.clear();
        assertTrue(holds.close(key, Map.of()).isPresent());
        time.pass(Duration.ofSeconds(1));
        assertTrue(accounting.messages.isEmpty());
    }

    @Test
    void budget_afterHoldAndReceipt_isWhatNewRequestsCouldHold() {
        accounting.ledger.others(1, 100);
        assertEquals(900, remaining(path(1)));
        Taking.Taken taken = taken(take(path(1), rung(300, 1)));
        assertEquals(600, remaining(path(1)));

        holds.close(keep(taken), Map.of(taken.amounts().getFirst().lease(), 120L));
        assertEquals(780, remaining(path(1)), "at once, before accounting hears of it");
        time.pass(Duration.ofMillis(50));
        assertEquals(780, remaining(path(1)));
    }

    @Test
    void budget_severalMoneyLimits_isTheTightest() {
        BudgetView.Limited view = assertInstanceOf(BudgetView.Limited.class, holds.budget(ORG, path(1, 2, 3)));

        assertEquals(NanoUsd.of(600), view.remaining());
        assertEquals(NanoUsd.of(600), view.cap());
    }

    @Test
    void overdue_logTimeAfterPublishBy_namesTheHoldsOfThatPartitionOnly() {
        AttemptKey key = keep(taken(take(path(1), rung(300, 1))));
        Instant publishBy = time.wall().plusSeconds(306);

        assertTrue(holds.overdue(1, publishBy).isEmpty());
        assertTrue(holds.overdue(2, publishBy.plusMillis(1)).isEmpty());
        assertEquals(key, holds.overdue(1, publishBy.plusMillis(1)).getFirst().key());
    }

    private long remaining(List<LimitCounter> path) {
        return assertInstanceOf(BudgetView.Limited.class, holds.budget(ORG, path))
                .remaining()
                .nanos();
    }

    private AttemptKey keep(Taking.Taken taken) {
        AttemptKey key = new AttemptKey(ReservationId.at(time.wall()), 1);
        holds.keep(new Hold(
                key, ORG, FIRST, taken.money(), taken.amounts(), 1, time.wall().plusSeconds(306), time.nanos()));
        return key;
    }

    private CompletableFuture<Taking> take(List<LimitCounter> path, Rung rung) {
        return holds.take(FIRST, ORG, new PathAnswer.Limits(path), List.of(rung))
                .toCompletableFuture();
    }

    private List<LimitCounter> path(long... counters) {
        return accounting.ledger.path(time.trueTime(), counters);
    }

    private static Taking.Taken taken(CompletableFuture<Taking> taking) {
        assertTrue(taking.isDone(), "an answer was due");
        return assertInstanceOf(Taking.Taken.class, taking.join());
    }

    private static Rung rung(long want, long minimum) {
        return new Rung(NanoUsd.of(want), NanoUsd.of(minimum), TokenCount.of(10));
    }
}
