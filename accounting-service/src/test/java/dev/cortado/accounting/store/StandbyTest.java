package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A wait for the synchronous standby that somebody cancelled, on a server of the test's own.
class StandbyTest {

    private static final TestDatabase AT = TestDatabase.createAlone();

    private static final TestBooks BOOKS = new TestBooks(AT);
    private static final CounterId COUNTER = BOOKS.counter("nano-usd", true, 1_000);

    private final SessionId session = BOOKS.session("router " + UUID.randomUUID());
    private final TestStandby standby = new TestStandby(AT.url());
    private final long cancelledBefore = AT.database().cancelledWaits();

    @AfterEach
    void comeBack() {
        standby.close();
    }

    @AfterAll
    static void close() {
        AT.close();
    }

    @Test
    void cancelledGrant_fails_andItsRepetitionToo_untilTheStandbyHasIt() {
        LeaseOrder order = new LeaseOrder(session, 1, "the request", List.of(new LeaseWant(COUNTER, 0, 100)));
        standby.goAway();

        CompletableFuture<LeaseAnswer> first = asked(order);
        standby.cancelOne();
        assertTrue(Database.isTransient(unsure(first)), "the router is to ask again");
        assertEquals(100, granted(), "it stands here, and only here");

        CompletableFuture<LeaseAnswer> second = asked(order);
        standby.awaitWaiting();
        assertFalse(second.isDone(), "what stands here alone is not told");
        standby.cancelOne();
        unsure(second);
        assertEquals(cancelledBefore + 2, AT.database().cancelledWaits());

        CompletableFuture<LeaseAnswer> third = asked(order);
        standby.awaitWaiting();
        standby.comeBack();
        LeaseAnswer.Granted answer = assertInstanceOf(LeaseAnswer.Granted.class, third.join());
        assertEquals(100, answer.grants().getFirst().grantedTotal());
        assertEquals(100, granted());
    }

    @Test
    void grantWhoseConnectionIsEndedInTheWait_isToldOnceTheStandbyHasIt() {
        LeaseOrder order = new LeaseOrder(session, 1, "the request", List.of(new LeaseWant(COUNTER, 0, 100)));
        standby.goAway();

        CompletableFuture<LeaseAnswer> first = asked(order);
        standby.terminateOne();
        assertThrows(CompletionException.class, first::join);

        // The pool may still hold the connection that was ended.
        CompletableFuture<LeaseAnswer> second = future(BOOKS.leases
                .order(order, Recalled.ENOUGH)
                .onFailure(Database::isTransient)
                .retry()
                .atMost(5));
        standby.awaitWaiting();
        assertFalse(second.isDone());
        standby.comeBack();
        assertInstanceOf(LeaseAnswer.Granted.class, second.join());
    }

    @Test
    void cancelledHeartbeat_extendsNothing() {
        standby.goAway();

        var beat = future(BOOKS.sessions.heartbeat(session, 0, TestBooks.RULES));
        standby.cancelOne();
        unsure(beat);
    }

    @Test
    void cancelledRegistration_opensNoSessionForTheRouter() {
        standby.goAway();

        var registered = future(BOOKS.sessions.register("another", SessionClass.SHORT, TestBooks.RULES));
        standby.cancelOne();
        unsure(registered);
    }

    @Test
    void cancelledPosting_isReadAgainFromWhereTheBooksStand() {
        standby.goAway();

        Thread cancelling = Thread.ofVirtual().start(standby::cancelOne);
        assertThrows(Standby.CommitUnsure.class, BOOKS::passFence);
        TestBooks.join(cancelling);
        standby.comeBack();
        assertInstanceOf(PostingOutcome.OffsetsMoved.class, BOOKS.post(), "it stands here");
    }

    @Test
    void warningsOfOtherKinds_areNoFailure() {
        AT.execute("create function warn() returns void language plpgsql as $$ begin "
                + "raise warning 'canceling wait for synchronous replication due to nothing'; end $$");

        AT.database().rows("select warn()", Tuple.tuple()).await().indefinitely();
        assertEquals(cancelledBefore, AT.database().cancelledWaits());
    }

    @Test
    void proof_needsNoRightOfAnAdministrator() {
        AT.execute("create role ordinary");
        AT.execute("set role ordinary");
        AT.execute("select pg_logical_emit_message(true, 'cortado', '')");
        AT.execute("reset role");
    }

    private CompletableFuture<LeaseAnswer> asked(LeaseOrder order) {
        return future(BOOKS.leases.order(order, Recalled.ENOUGH));
    }

    private static <T> CompletableFuture<T> future(Uni<T> call) {
        return call.subscribeAsCompletionStage();
    }

    private static Throwable unsure(CompletableFuture<?> call) {
        CompletionException failed = assertThrows(CompletionException.class, call::join);
        return assertInstanceOf(Standby.CommitUnsure.class, failed.getCause());
    }

    private long granted() {
        return AT.number("select coalesce(sum(granted), 0) from lease where session = " + session.value());
    }
}
