package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.PostingOutcome.Posted;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.store.QuarantineStore.Found;
import dev.cortado.accounting.store.QuarantineStore.Replayed;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineFunctionTest {

    private TestBooks books;
    private CounterId counter;
    private SessionId session;
    private QuarantineStore store;

    @BeforeEach
    void open() {
        books = new TestBooks(TestDatabase.create());
        counter = books.counter("nano-usd", true, 1_000);
        session = books.session("router-1");
        store = new QuarantineStore(books.at.database());
    }

    @AfterEach
    void booksAgree() {
        assertEquals(List.of(), books.differences());
        books.at.close();
    }

    @Test
    void expired_withKnownCost_isBookedAsTheOperators() {
        books.post(poison());
        expire();
        assertEquals(120, books.balance("quarantine_borne", ""));
        assertEquals(-120, books.balance("usage_income", ""));
        assertEquals(0, books.at.number("select posted from lease"));
        assertEquals("operator", books.at.text("select resolution from quarantine"));
        expire();
        assertEquals(120, books.balance("quarantine_borne", ""));
    }

    @Test
    void expired_twoRecordsOfOneAttempt_isBookedOnce() {
        Usages poison = poison();
        books.post(poison, poison.withTokens(90));
        expire();
        assertEquals(120, books.balance("quarantine_borne", ""));
        assertEquals(2, books.at.number("select count(*) from quarantine where resolution = 'operator'"));
    }

    @Test
    void borneByTheOperator_isChargedToNobodyAnyMore() {
        Usages poison = poison();
        books.post(poison);
        expire();
        books.publish("never-published");

        assertEquals(new Posted(0, 0, 0, 0, 1), books.post(poison));
        assertEquals("borne_already", books.at.text("select fault from quarantine where resolution is null"));
        Replayed.StillFaulty again = assertInstanceOf(Replayed.StillFaulty.class, replay(poison, 2));
        assertEquals("borne_already", again.fault());
        assertEquals("{}", books.at.text("select leases::text from quarantine where resolution is null"));

        assertEquals(0, books.at.number("select count(*) from usage"));
        expire();
        assertEquals(120, books.balance("quarantine_borne", ""));
        assertEquals(-120, books.balance("usage_income", ""));
    }

    @Test
    void expired_whileABatchIsPosted_waitsForIt() {
        books.post(poison());
        AtomicBoolean posted = new AtomicBoolean();
        CompletableFuture<Void> ended = books.at
                .database()
                .pool()
                .withTransaction(connection -> connection
                        .query("select hold_months(), pg_sleep(1)")
                        .execute()
                        .invoke(() -> posted.set(true))
                        .replaceWithVoid())
                .subscribeAsCompletionStage();
        while (!books.at
                .text("select count(*)::text from pg_locks where locktype = 'advisory'")
                .equals("1")) {
            TestBooks.sleep(Duration.ofMillis(10));
        }
        expire();
        assertTrue(posted.get(), "what is posted meanwhile could be the very attempt");
        ended.join();
        assertEquals(120, books.balance("quarantine_borne", ""));
    }

    @Test
    void expired_otherPayloadOfAPostedAttempt_booksNothingMore() {
        Usages usage = sound();
        books.post(usage);
        books.post(usage.withTokens(121));
        expire();
        assertEquals(0, books.balance("quarantine_borne", ""));
        assertEquals(120, books.balance("tenant", "project"));
    }

    @Test
    void replay_afterTheCauseIsMended_postsInItsOldPlace() {
        Usages poison = poison();
        books.post(poison);
        assertInstanceOf(Replayed.StillFaulty.class, replay(poison));
        assertEquals(1, books.at.number("select count(*) from quarantine"), "a replay in vain leaves no second record");
        books.publish("never-published");
        assertInstanceOf(Replayed.Posted.class, replay(poison));
        assertEquals(120, books.at.number("select posted from lease"));
        assertEquals("tenant 120", books.at.text("select bearer || ' ' || charge from usage"));
        assertEquals("posted", books.at.text("select resolution from quarantine"));
        assertEquals("replay quarantined", books.at.text("select action from audit"));
        assertInstanceOf(Replayed.Resolved.class, replay(poison));
        assertEquals(1, books.at.number("select count(*) from usage"));
    }

    @Test
    void replay_underTheKeyOfAnotherRequest_postsNothing() {
        books.post(poison());
        Usages second = poison();
        books.post(second);
        books.publish("never-published");
        Found found = store.find(2).await().indefinitely().orElseThrow();
        PostingRow again = second.at(found.position().offset());
        books.at.execute("insert into idempotent_write (actor, key, request_hash, status, answer)"
                + " values ('somebody', 'key', 'another', 200, '{}')");

        assertTrue(store.isKeyOfAnother(order("key", 2)).await().indefinitely());
        assertInstanceOf(
                Replayed.KeyTaken.class,
                store.replay(2, again, order("key", 2)).await().indefinitely());
        assertEquals(0, books.at.number("select count(*) from usage"));
        assertEquals(2, books.at.number("select count(*) from quarantine where resolution is null"));

        assertInstanceOf(
                Replayed.Posted.class,
                store.replay(2, again, order("new key", 2)).await().indefinitely());
        assertFalse(store.isKeyOfAnother(order("new key", 2)).await().indefinitely());
        assertTrue(store.isKeyOfAnother(order("new key", 1)).await().indefinitely());
    }

    @Test
    void replay_holdWaited_soTheSessionClosesOnlyThen() {
        Usages poison = poison();
        books.post(poison);
        books.fence(session);
        books.passFence();
        assertEquals(0, books.close());
        books.publish("never-published");
        replay(poison);
        assertEquals(1, books.close());
        assertEquals("120 120", books.at.text("select committed || ' ' || closed_spent from counter"));
    }

    @Test
    void replay_ofWhatCouldNotBeRead_afterItsLeaseIsClosed_isTheOperators() {
        Usages waiting = poison();
        books.post(waiting);
        CounterId other = books.counter("requests", true, 1_000);
        Usages unread = books.usage(
                        session,
                        List.of(
                                books.hold(session, counter, LimitUnit.NANO_USD, 300, 600),
                                books.hold(session, other, LimitUnit.REQUESTS, 0, 10)),
                        120)
                .withVersion("never-published");
        books.post(unread);
        // As a record is kept whose token could not be opened: nobody knows what it holds.
        books.at.execute("update quarantine set session = null, leases = '{}', held = '{}' where id = 2");
        books.fence(session);
        books.passFence();
        assertEquals(1, books.close(), "the lease that no known record waits for");
        books.publish("never-published");

        Found found = store.find(2).await().indefinitely().orElseThrow();
        assertInstanceOf(
                Replayed.Posted.class,
                store.replay(2, unread.at(found.position().offset()), order("late", 2))
                        .await()
                        .indefinitely());
        assertEquals("late_usage 0", books.at.text("select bearer || ' ' || charge from usage"));
        assertEquals(0, books.at.number("select sum(posted) from lease"));
        assertInstanceOf(Replayed.Posted.class, replay(waiting));
        assertEquals("tenant 120", books.at.text("select bearer || ' ' || charge from usage where charge > 0"));
    }

    @Test
    void close_oldSessionThatWaitsForAQuarantinedHold_holdsUpNoNewerOne() {
        books.post(poison());
        books.fence(session);
        SessionId newer = books.session("router-2");
        books.post(books.usage(newer, List.of(books.hold(newer, counter, LimitUnit.NANO_USD, 0, 100)), 40));
        books.fence(newer);
        books.passFence();
        assertEquals(1, books.at.number("select close_leases(1)"), "one session at most, and not the oldest");
        assertEquals("closed", books.at.text("select state from session where id = " + newer.value()));
        assertEquals("fenced", books.at.text("select state from session where id = " + session.value()));
        assertEquals(0, books.at.number("select close_leases(1)"));
    }

    @Test
    void dismissed_freesTheHoldAndBooksNothing() {
        books.post(poison());
        books.fence(session);
        books.passFence();
        assertEquals(0, books.close());
        assertEquals("done", dismiss());
        assertEquals("done", dismiss());
        assertEquals(1, books.close());
        assertEquals(0, books.at.number("select count(*) from entry"));
        expire();
        assertEquals("dismissed", books.at.text("select resolution from quarantine"));
    }

    @Test
    void dismiss_whatIsResolvedOrMissing_isToldSo() {
        assertEquals("missing", dismiss());
        books.post(poison());
        expire();
        assertEquals("conflict", dismiss());
    }

    @Test
    void eventsOfTheFutureAndOlderThan35Days_areQuarantinedWithTheirHolds() {
        Hold hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 300);
        Instant now = Instant.now();
        Posted posted = assertInstanceOf(
                Posted.class,
                books.post(
                        books.usage(session, List.of(hold), 10)
                                .withReservation(ReservationId.at(now.plus(Duration.ofHours(2)))),
                        books.usage(session, List.of(hold), 10)
                                .withReservation(ReservationId.at(now.minus(Duration.ofDays(36)))),
                        books.usage(session, List.of(hold), 20)));
        assertEquals(new Posted(1, 0, 0, 0, 2), posted);
        assertEquals(
                List.of("time_out_of_range {300}", "time_out_of_range {300}"),
                books.at.rows("select fault || ' ' || held::text from quarantine"));
        assertEquals(20, books.at.number("select posted from lease"), "nothing waits behind them");
    }

    @Test
    void list_showsWhatWaitsPageByPage() {
        for (int i = 0; i < 5; i++) {
            books.post(poison());
        }
        var first = store.list(true, 0, 3).await().indefinitely();
        assertEquals(3, first.size());
        assertEquals("unknown_price_version", first.getFirst().getString("fault"));
        assertEquals(120, first.getFirst().getLong("costNanoUsd"));
        assertEquals(
                2,
                store.list(true, first.getLast().getLong("id"), 3)
                        .await()
                        .indefinitely()
                        .size());
        assertEquals(List.of(), store.list(false, 0, 3).await().indefinitely());
    }

    private Usages sound() {
        return books.usage(session, List.of(books.hold(session, counter, LimitUnit.NANO_USD, 0, 300)), 120);
    }

    private Usages poison() {
        return sound().withVersion("never-published");
    }

    private Replayed replay(Usages usage) {
        return replay(usage, 1);
    }

    private Replayed replay(Usages usage, long record) {
        Found found = store.find(record).await().indefinitely().orElseThrow();
        return store.replay(record, usage.at(found.position().offset()), order("key", record))
                .await()
                .indefinitely();
    }

    private static WriteOrder order(String key, long record) {
        return new WriteOrder("somebody", key, Long.toString(record), "replay quarantined");
    }

    private String dismiss() {
        return books.at.text("select dismiss_quarantined(1, 'a reason', 'somebody') ->> 'outcome'");
    }

    private void expire() {
        books.at.execute("select expire_quarantine(interval '-1 second')");
    }
}
