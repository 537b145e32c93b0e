package dev.cortado.router.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the leases of a short session keep idle, and when.
class SlackTest {

    private static final OrganisationId ORG = new OrganisationId("org");
    private static final OrganisationId OTHER = new OrganisationId("other");
    private static final long AMPLE = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final FakeAccounting accounting = new FakeAccounting(time);
    private final Sessions sessions =
            new Sessions("router-1", accounting, time, new SessionPace(Duration.ofSeconds(3), Duration.ofMillis(250)));
    private final Holds holds =
            new Holds(accounting, sessions, time, Rig.PACE, Rig.SLACK, new SilentHoldWatcher(), 10_000);
    private long session;

    @BeforeEach
    void start() {
        accounting.ledger.counter(1, LimitUnit.NANO_USD, AMPLE, Rig.MONTH_END);
        accounting.ledger.counter(2, LimitUnit.REQUESTS, AMPLE, Rig.MONTH_END);
        accounting.ledger.counter(5, LimitUnit.NANO_USD, AMPLE, Rig.MONTH_END);
        sessions.watch(holds);
        accounting.recalled.add(holds::recall);
        sessions.start();
        session = sessions.present(SessionClass.SHORT).orElseThrow().id().value();
    }

    @Test
    void take_steadyDemand_asksAccountingFarLessThanOnceARequest() {
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(3), Duration.ofMillis(2));
        int waited = 0;
        for (int i = 0; i < 2_000; i++) {
            CompletableFuture<Taking> taking = take(ORG, path(1, 2), 10);
            if (!taking.isDone()) {
                waited++;
            }
            time.pass(Duration.ofMillis(5));
            holds.giveUp(new SessionId(session), ORG, taken(taking).amounts());
        }

        assertTrue(waited <= 5, "waited " + waited + " times");
        assertTrue(accounting.messages.size() < 60, "sent " + accounting.messages.size() + " messages");
    }

    @Test
    void take_demandGrows_slackGrowsWithIt() {
        var _ = take(ORG, path(1), 10);
        time.pass(Duration.ofMillis(50));
        long small = idle(10);
        for (int i = 0; i < 100; i++) {
            var _ = take(ORG, path(1), 10);
            time.pass(Duration.ofMillis(5));
        }

        assertTrue(idle(1_010) > 20 * small, idle(1_010) + " after " + small);
    }

    @Test
    void slack_neverMoreThanAShareOfWhatIsFree() {
        accounting.ledger.leave(1, 10_000);
        for (int i = 0; i < 300; i++) {
            holds.giveUp(
                    new SessionId(session), ORG, taken(take(ORG, path(1), 100)).amounts());
            time.pass(Duration.ofMillis(2));
            assertTrue(accounting.ledger.granted(session, 1) <= 1_000 + 100);
        }
    }

    @Test
    void slack_softLimitTurnsHard_isNoMoreThanItsShare() {
        accounting.ledger.leave(1, 2_000);
        for (int i = 0; i < 200; i++) {
            holdAndGiveUp(Counters.soft(path(1).getFirst()));
        }
        assertTrue(accounting.ledger.granted(session, 1) > 400, "soft limits keep what is used");

        holdAndGiveUp(path(1).getFirst());
        time.pass(Duration.ofMillis(100));
        assertTrue(
                accounting.ledger.granted(session, 1) <= 400,
                accounting.ledger.granted(session, 1) + " are kept of 2,000");
    }

    private void holdAndGiveUp(LimitCounter counter) {
        holds.giveUp(
                new SessionId(session),
                ORG,
                taken(take(ORG, List.of(counter), 10)).amounts());
        time.pass(Duration.ofMillis(2));
    }

    @Test
    void slack_shareBelowOneHold_isNothing() {
        accounting.ledger.leave(1, 900);
        taken(take(ORG, path(1), 100));
        time.pass(Duration.ofMillis(50));

        assertEquals(100, accounting.ledger.granted(session, 1));
    }

    @Test
    void slack_idle_isGivenBackWithinFiveSeconds() {
        for (int i = 0; i < 50; i++) {
            holds.giveUp(
                    new SessionId(session),
                    ORG,
                    taken(take(ORG, path(1, 2), 10)).amounts());
        }
        assertTrue(accounting.ledger.granted(session, 1) > 0);
        time.pass(Duration.ofSeconds(5));

        assertEquals(0, accounting.ledger.granted(session, 1));
        assertEquals(0, accounting.ledger.granted(session, 2));
        assertTrue(holds.isReturned());
    }

    @Test
    void recall_idleSlack_isAnsweredAtOnceWithTheFloorAndNotTakenAgain() {
        Taking.Taken held = taken(take(ORG, path(1), 10));
        time.pass(Duration.ofMillis(50));
        assertTrue(idle(10) > 0);

        holds.recall(
                new SessionId(session),
                List.of(held.amounts().getFirst().lease()),
                new Asking(new SessionId(99), null));
        LeaseMessage.Want answer = accounting.messages.getLast().wants().getFirst();
        assertEquals(10, answer.floor());
        assertEquals(10, answer.want());
        time.pass(Duration.ofMillis(900));
        assertEquals(0, idle(10));
    }

    @Test
    void take_beyondWhatIsFree_getsTheSlackOfAnotherSession() {
        accounting.ledger.leave(1, 2_000);
        taken(take(ORG, path(1), 100));
        time.pass(Duration.ofMillis(50));
        assertTrue(idle(100) > 0);
        SessionId ofLong = sessions.present(SessionClass.LONG).orElseThrow().id();
        CompletableFuture<Taking> taking = holds.take(ofLong, ORG, new PathAnswer.Limits(path(1)), List.of(rung(1_900)))
                .toCompletableFuture();
        time.pass(Duration.ofMillis(100));

        taken(taking);
    }

    @Test
    void take_anotherOrganisationsMessageIsLate_doesNotWaitForIt() {
        accounting.leaseFare =
                () -> accounting.messages.size() == 1 ? Fare.after(Duration.ofMillis(60), Duration.ZERO) : Fare.AT_ONCE;
        CompletableFuture<Taking> late = take(OTHER, path(5), 10);
        CompletableFuture<Taking> prompt = take(ORG, path(1), 10);

        assertTrue(prompt.isDone());
        assertFalse(late.isDone());
    }

    @Test
    void take_sharedMessageRefusedForOneOrganisation_servesTheOther() {
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(5), Duration.ZERO);
        // Eight messages are under way: the next two organisations share one.
        for (int i = 0; i < Rig.PACE.underWayMax(); i++) {
            accounting.ledger.counter(20 + i, LimitUnit.NANO_USD, AMPLE, Rig.MONTH_END);
            var _ = take(new OrganisationId("busy-" + i), path(20 + i), 10);
        }
        List<LimitCounter> gone = path(5);
        CompletableFuture<Taking> good = take(ORG, path(1), 10);
        CompletableFuture<Taking> bad = take(OTHER, gone, 10);
        accounting.ledger.remove(5);
        time.pass(Duration.ofMillis(50));

        taken(good);
        assertInstanceOf(Taking.PathOutdated.class, bad.join());
    }

    @Test
    void window_nextIsLeasedAheadAndNeedsNoRoundTripAtItsStart() {
        Instant turn = time.trueTime().plusSeconds(20);
        accounting.ledger.counter(11, 9, LimitUnit.NANO_USD, AMPLE, Instant.MIN, turn);
        accounting.ledger.counter(12, 9, LimitUnit.NANO_USD, AMPLE, turn, Rig.MONTH_END);
        PathAnswer.Limits before = new PathAnswer.Limits(path(11), path(12));
        while (time.trueTime().isBefore(turn)) {
            var _ = holds.take(new SessionId(session), ORG, before, List.of(rung(10)));
            time.pass(Duration.ofMillis(100));
        }
        int messages = accounting.messages.size();
        CompletableFuture<Taking> first = holds.take(
                        new SessionId(session), ORG, new PathAnswer.Limits(path(12)), List.of(rung(10)))
                .toCompletableFuture();

        assertEquals(12, taken(first).amounts().getFirst().counter().value());
        assertEquals(messages, accounting.messages.size());
        time.pass(Duration.ofSeconds(5));
        assertEquals(0, accounting.ledger.granted(session, 11) % 10, "the old window keeps whole holds only");
    }

    @Test
    void renewals_ofManyOrganisations_gatherIntoOneMessage() {
        List<OrganisationId> organisations = manyWithRoomForOneHold();
        int before = accounting.messages.size();

        for (int i = 0; i < organisations.size(); i++) {
            taken(take(organisations.get(i), path(20 + i), 10));
            time.pass(Duration.ofNanos(500_000));
        }
        assertEquals(before, accounting.messages.size(), "there was room, and what renews it gathers");
        time.pass(Duration.ofMillis(50));

        assertEquals(
                List.of(organisations.size()),
                accounting.messages.subList(before, accounting.messages.size()).stream()
                        .map(each -> each.wants().size())
                        .toList());
    }

    @Test
    void take_whileRenewalsGather_doesNotWaitForThem() {
        List<OrganisationId> organisations = manyWithRoomForOneHold();
        taken(take(organisations.getFirst(), path(20), 10));
        time.pass(Duration.ofMillis(10));
        int before = accounting.messages.size();

        taken(take(OTHER, path(5), 10));

        assertEquals(before + 1, accounting.messages.size());
    }

    /// Organisations whose one hold stands, with room for one more, each in a counter of its own from 20 on.
    private List<OrganisationId> manyWithRoomForOneHold() {
        List<OrganisationId> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            accounting.ledger.counter(20 + i, LimitUnit.NANO_USD, AMPLE, Rig.MONTH_END);
            OrganisationId organisation = new OrganisationId("org-" + i);
            taken(take(organisation, path(20 + i), 10));
            all.add(organisation);
        }
        time.pass(Duration.ofMillis(50));
        return all;
    }

    @Test
    void keepNothing_cleanStop_returnsEverythingIdleAtOnce() {
        taken(take(ORG, path(1), 10));
        time.pass(Duration.ofMillis(50));

        holds.keepNothing();

        assertTrue(holds.isReturned());
        assertEquals(10, accounting.ledger.granted(session, 1));
    }

    private long idle(long held) {
        return accounting.ledger.granted(session, 1) - held;
    }

    private CompletableFuture<Taking> take(OrganisationId organisation, List<LimitCounter> path, long amount) {
        return holds.take(new SessionId(session), organisation, new PathAnswer.Limits(path), List.of(rung(amount)))
                .toCompletableFuture();
    }

    private List<LimitCounter> path(long... counters) {
        return accounting.ledger.path(time.trueTime(), counters);
    }

    private static Rung rung(long amount) {
        return new Rung(NanoUsd.of(amount), NanoUsd.of(amount), TokenCount.of(10));
    }

    private static Taking.Taken taken(CompletableFuture<Taking> taking) {
        assertTrue(taking.isDone(), "an answer was due");
        return assertInstanceOf(Taking.Taken.class, taking.join());
    }
}
