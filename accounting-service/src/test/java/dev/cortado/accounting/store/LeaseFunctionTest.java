package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.lease.IdleLease;
import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseAnswer.Reason;
import dev.cortado.accounting.lease.LeaseGrant;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.lease.Recalling;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseFunctionTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00.000001Z");

    private TestBooks books;
    private CounterId counter;
    private SessionId session;

    @BeforeEach
    void open() {
        books = new TestBooks(TestDatabase.create());
        counter = books.counter("nano-usd", true, 1_000);
        session = books.session("router-1");
    }

    @AfterEach
    void booksAgree() {
        assertEquals(List.of(), books.differences());
        books.at.close();
    }

    @Test
    void order_fits_growsToWant() {
        LeaseGrant grant = granted(books.order(session, new LeaseWant(counter, 0, 600)));
        assertEquals(600, grant.grantedTotal());
        assertEquals(600, grant.committed());
        assertEquals(1_000, grant.capInForce());
        assertEquals(0, grant.spent());
    }

    @Test
    void order_doesNotFit_growsAsMuchAsFits() {
        books.order(session, new LeaseWant(counter, 0, 600));
        SessionId other = books.session("router-2");
        assertEquals(
                400, granted(books.order(other, new LeaseWant(counter, 0, 700))).grantedTotal());
        assertEquals(
                400,
                granted(books.order(other, new LeaseWant(counter, 400, 401))).grantedTotal());
    }

    @Test
    void order_wantsLess_shrinksToFloorAndFreesTheRest() {
        books.order(session, new LeaseWant(counter, 0, 600));
        LeaseGrant grant = granted(books.order(session, new LeaseWant(counter, 100, 100)));
        assertEquals(100, grant.grantedTotal());
        assertEquals(100, grant.committed());
    }

    @Test
    void order_wantsLessThanPosted_keepsPosted() {
        Hold hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 600);
        books.post(books.usage(session, List.of(hold), 250));
        LeaseGrant grant = granted(books.order(session, new LeaseWant(counter, 0, 0)));
        assertEquals(250, grant.grantedTotal());
        assertEquals(250, grant.spent());
    }

    @Test
    void order_floorAboveGranted_isRefused() {
        assertEquals(Reason.FLOOR_ABOVE_GRANTED, refused(books.order(session, new LeaseWant(counter, 1, 10))));
    }

    @Test
    void order_oldSeq_isRefusedAndChangesNothing() {
        books.order(session, 7, new LeaseWant(counter, 0, 100));
        assertEquals(Reason.OLD_SEQ, refused(books.order(session, 7, new LeaseWant(counter, 0, 300))));
        assertEquals(Reason.OLD_SEQ, refused(books.order(session, 6, new LeaseWant(counter, 0, 0))));
        assertEquals(100, books.at.number("select committed from counter where id = " + counter.value()));
    }

    @Test
    void order_oldSeqOnAnotherCounter_isTakenSinceItsTotalsHaveNoOrderWithThese() {
        CounterId other = books.counter("tokens", true, 50);
        books.order(session, 7, new LeaseWant(counter, 0, 100));
        assertEquals(
                50,
                granted(books.order(session, 6, new LeaseWant(other, 0, 60))).grantedTotal());
    }

    @Test
    void order_repeatedRequestId_repeatsTheAnswer() {
        LeaseOrder order = new LeaseOrder(session, 1, "same", List.of(new LeaseWant(counter, 0, 600)));
        LeaseAnswer first = books.leases.order(order, Recalled.ENOUGH).await().indefinitely();
        books.order(session, 2, new LeaseWant(counter, 0, 700));
        LeaseOrder again = new LeaseOrder(session, 9, "same", List.of(new LeaseWant(counter, 0, 900)));
        assertEquals(first, books.leases.order(again, Recalled.ENOUGH).await().indefinitely());
        assertEquals(700, books.at.number("select committed from counter where id = " + counter.value()));
    }

    @Test
    void order_unknownCounter_isRefused() {
        assertEquals(Reason.UNKNOWN_COUNTER, refused(books.order(session, new LeaseWant(new CounterId(999), 0, 1))));
    }

    @Test
    void order_suspendedTenant_mayShrinkButNotGrow() {
        books.order(session, new LeaseWant(counter, 0, 600));
        books.at.execute("update organisation set state = 'suspended'");
        assertEquals(Reason.TENANT_SUSPENDED, refused(books.order(session, new LeaseWant(counter, 0, 601))));
        assertEquals(
                10,
                granted(books.order(session, new LeaseWant(counter, 10, 10))).grantedTotal());
    }

    @Test
    void order_drainingSession_mayShrinkButNotGrow() {
        books.order(session, new LeaseWant(counter, 0, 600));
        SessionId successor = books.session("router-1");
        assertEquals(Reason.SESSION_ENDED, refused(books.order(session, new LeaseWant(counter, 0, 700))));
        assertEquals(
                0, granted(books.order(session, new LeaseWant(counter, 0, 0))).grantedTotal());
        assertEquals(
                1_000,
                granted(books.order(successor, new LeaseWant(counter, 0, 1_000)))
                        .grantedTotal());
    }

    @Test
    void order_loweredCap_grantsObeyAtOnceAndCapInForceRatchetsDown() {
        books.order(session, new LeaseWant(counter, 0, 600));
        books.at.execute("update tenant_limit set cap_target = 300");
        LeaseGrant same = granted(books.order(session, new LeaseWant(counter, 0, 700)));
        assertEquals(600, same.grantedTotal());
        LeaseGrant shrunk = granted(books.order(session, new LeaseWant(counter, 500, 500)));
        assertEquals(500, shrunk.capInForce());
        assertEquals(
                300,
                granted(books.order(session, new LeaseWant(counter, 0, 100))).capInForce());
    }

    @Test
    void order_softLimit_isNeverShort() {
        CounterId soft = books.counter("requests", false, 10);
        assertEquals(
                5_000,
                granted(books.order(session, new LeaseWant(soft, 0, 5_000))).grantedTotal());
    }

    @Test
    void order_shortWhileOthersIdle_asksForRecallFirstAndDoesNothing() {
        SessionId other = books.session("router-2");
        books.order(other, new LeaseWant(counter, 0, 900));
        LeaseOrder order = new LeaseOrder(session, 50, "short", List.of(new LeaseWant(counter, 0, 500)));
        LeaseAnswer.RecallFirst recall = assertInstanceOf(
                LeaseAnswer.RecallFirst.class,
                books.leases.order(order, Recalled.NOTHING).await().indefinitely());
        assertEquals(1, recall.idle().size());
        assertEquals(other, recall.idle().getFirst().session());
        books.order(other, new LeaseWant(counter, 200, 200));
        assertEquals(
                500,
                granted(books.leases.order(order, Recalled.ENOUGH).await().indefinitely())
                        .grantedTotal());
    }

    /// Between two looks another session may take what it cannot use: whether all was called back is decided by the
    /// call that acts. It may even take as much as it gave back before.
    @Test
    void order_idleCalledBack_isActedOnUnlessItGrewSince() {
        SessionId other = books.session("router-2");
        books.order(other, new LeaseWant(counter, 0, 900));
        LeaseOrder order = new LeaseOrder(session, 50, "short", List.of(new LeaseWant(counter, 0, 500)));
        LeaseAnswer.RecallFirst first = assertInstanceOf(
                LeaseAnswer.RecallFirst.class,
                books.leases.order(order, Recalled.NOTHING).await().indefinitely());
        IdleLease idle = first.idle().getFirst();
        Recalled called = new Recalled(Map.of(idle.lease(), idle.movedSeq()), false);
        books.order(other, new LeaseWant(counter, 0, 0));
        books.order(other, new LeaseWant(counter, 0, 900));
        assertInstanceOf(
                LeaseAnswer.RecallFirst.class,
                books.leases.order(order, called).await().indefinitely());
        Recalled again = new Recalled(Map.of(idle.lease(), idle.movedSeq() + 2), false);
        books.order(other, new LeaseWant(counter, 0, 850));
        assertEquals(
                150,
                granted(books.leases.order(order, again).await().indefinitely()).grantedTotal());
    }

    /// An order that has waited longer keeps what would serve a later one, is itself decided without
    /// having got more, and gives it back a moment after: the later one is decided by what is free then.
    @Test
    void order_othersKeptForOneThatGoesBefore_isDecidedWhenThatIsGivenBack() {
        SessionId older = keeping290Of300();
        LeaseOrder first = waiting(older, 60, 596, NOW);
        LeaseOrder second = waiting(session, 61, 47, NOW.plusMillis(1));
        Recalling recalling = new Recalling();
        recallFirst(first, Recalled.NOTHING);
        IdleLease kept = recallFirst(second, recalling.recalled()).idle().getFirst();
        assertTrue(kept.kept());
        recalling.round(new LeaseAnswer.RecallFirst(List.of(kept)));

        assertEquals(290, granted(look(first, Recalled.ENOUGH)).grantedTotal());
        LeaseAnswer.RecallFirst again = recallFirst(second, recalling.recalled());
        assertFalse(again.idle().getFirst().kept());
        assertEquals(Map.of(older, List.of(kept.lease())), recalling.round(again));
        books.order(older, 70, new LeaseWant(counter, 0, 0));

        assertEquals(47, granted(look(second, recalling.recalled())).grantedTotal());
    }

    @Test
    void order_othersOrderComesAfter_isNotWaitedFor() {
        SessionId younger = keeping290Of300();
        recallFirst(waiting(younger, 60, 596, NOW), Recalled.NOTHING);
        LeaseOrder first = waiting(session, 61, 47, NOW.minusMillis(1));
        Recalling recalling = new Recalling();
        LeaseAnswer.RecallFirst recall = recallFirst(first, recalling.recalled());
        assertFalse(recall.idle().getFirst().kept());
        recalling.round(recall);

        assertEquals(10, granted(look(first, recalling.recalled())).grantedTotal());
    }

    @Test
    void order_nobodyWaitsForIt_waitsForNoOtherOrder() {
        SessionId older = keeping290Of300();
        recallFirst(waiting(older, 60, 596, NOW), Recalled.NOTHING);
        LeaseOrder renewal = new LeaseOrder(session, 61, "renewal", List.of(new LeaseWant(counter, 0, 47)));

        assertFalse(recallFirst(renewal, Recalled.NOTHING).idle().getFirst().kept());
    }

    @Test
    void order_fromEightConnections_neverPassesTheCap() {
        List<Uni<LeaseAnswer>> orders = new ArrayList<>();
        for (int router = 0; router < 8; router++) {
            SessionId each = books.session("concurrent-" + router);
            for (int number = 1; number <= 20; number++) {
                orders.add(books.leases.order(
                        new LeaseOrder(
                                each, number, "order-" + number, List.of(new LeaseWant(counter, 0, number * 25L))),
                        Recalled.ENOUGH));
            }
        }
        List<LeaseAnswer> answers = Uni.join()
                .all(orders)
                .usingConcurrencyOf(8)
                .andCollectFailures()
                .await()
                .indefinitely();
        assertTrue(answers.stream().anyMatch(LeaseAnswer.Granted.class::isInstance));
        assertEquals(1_000, books.at.number("select committed from counter where id = " + counter.value()));
        assertEquals(1_000, books.at.number("select sum(granted) from lease"));
    }

    @Test
    void order_whileAnotherOfTheSessionIsNotCommitted_doesNotWaitForIt() throws SQLException {
        CounterId other = books.counter("tokens", true, 50);
        try (Connection slow = begunOrder(100)) {
            assertEquals(
                    50,
                    granted(books.order(session, new LeaseWant(other, 0, 60))).grantedTotal());
            slow.commit();
        }
        assertEquals(150, books.at.number("select sum(granted) from lease"));
    }

    @Test
    void order_repeatedWhileTheFirstIsNotCommitted_waitsForItsAnswer() throws Exception {
        try (Connection slow = begunOrder(100)) {
            LeaseOrder again = new LeaseOrder(session, 1_000, "begun", List.of(new LeaseWant(counter, 0, 700)));
            CompletableFuture<LeaseAnswer> repeated =
                    books.leases.order(again, Recalled.ENOUGH).subscribeAsCompletionStage();
            assertThrows(TimeoutException.class, () -> repeated.get(50, TimeUnit.MILLISECONDS));
            slow.commit();
            assertEquals(100, granted(repeated.get()).grantedTotal());
        }
    }

    @Test
    void order_notCommittedWhileItsSessionIsClosed_isClosedAfterIt() throws SQLException {
        try (Connection slow = begunOrder(100)) {
            books.fence(session);
            books.passFence();
            assertEquals(0, books.close());
            slow.commit();
        }
        assertEquals(1, books.close());
        assertEquals(0, books.at.number("select committed from counter where id = " + counter.value()));
        assertEquals("closed", books.at.text("select state from session where id = " + session.value()));
        assertEquals(Reason.SESSION_ENDED, refused(books.order(session, new LeaseWant(counter, 0, 10))));
    }

    @Test
    void order_ofAClosedLeaseOfASessionThatIsNot_isRefusedAndFreesNothingAgain() {
        books.order(session, new LeaseWant(counter, 0, 100));
        SessionId other = books.session("router-2");
        books.order(other, new LeaseWant(counter, 0, 300));
        books.fence(session);
        books.passFence();
        assertEquals(1, books.close());
        books.at.execute("update session set state = 'draining' where id = " + session.value());
        assertEquals(Reason.SESSION_ENDED, refused(books.order(session, new LeaseWant(counter, 0, 0))));
        assertEquals(300, books.at.number("select committed from counter where id = " + counter.value()));
    }

    /// An order of the session, by the id "begun", that is booked and not committed.
    private Connection begunOrder(long want) throws SQLException {
        Connection connection = DriverManager.getConnection(books.at.url(), "postgres", "postgres");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = accounting");
            statement.execute("select grant_leases(%d, 999, 'begun', '{%d}', '{0}', '{%d}', true, '{}', '{}')"
                    .formatted(session.value(), counter.value(), want));
        }
        return connection;
    }

    /// 700 of the counter are spent, this session has 10 idle, and the one that is answered has the rest
    /// idle.
    private SessionId keeping290Of300() {
        SessionId spender = books.session("router-3");
        books.post(books.usage(spender, List.of(books.hold(spender, counter, LimitUnit.NANO_USD, 0, 700)), 700));
        books.order(session, new LeaseWant(counter, 0, 10));
        SessionId other = books.session("router-2");
        books.order(other, new LeaseWant(counter, 0, 290));
        return other;
    }

    private LeaseOrder waiting(SessionId of, long seq, long want, Instant since) {
        return new LeaseOrder(of, seq, "waiting-" + seq, List.of(new LeaseWant(counter, 0, want)), since);
    }

    private LeaseAnswer look(LeaseOrder order, Recalled recalled) {
        return books.leases.order(order, recalled).await().indefinitely();
    }

    private LeaseAnswer.RecallFirst recallFirst(LeaseOrder order, Recalled recalled) {
        return assertInstanceOf(LeaseAnswer.RecallFirst.class, look(order, recalled));
    }

    private static LeaseGrant granted(LeaseAnswer answer) {
        return assertInstanceOf(LeaseAnswer.Granted.class, answer).grants().getFirst();
    }

    private static Reason refused(LeaseAnswer answer) {
        return assertInstanceOf(LeaseAnswer.Refused.class, answer).reason();
    }
}
