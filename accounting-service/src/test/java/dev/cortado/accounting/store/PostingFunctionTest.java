package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingOutcome.Posted;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostingFunctionTest {

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
    void post_soundEvent_chargesTheTenantInDoubleEntry() {
        Hold hold = hold(300);
        assertEquals(new Posted(1, 0, 0, 0, 0), books.post(books.usage(session, List.of(hold), 120)));
        assertEquals(120, books.at.number("select posted from lease"));
        assertEquals(
                List.of("project 120", "usage_income -120"),
                books.at.rows("select case a.kind when 'tenant' then a.owner else a.kind end || ' ' || e.amount "
                        + "from entry e join account a on a.id = e.account order by 1"));
        assertEquals(120, books.at.number("select spent from counter_spent"));
        assertEquals(300, books.at.number("select committed from counter"));
    }

    @Test
    void post_replayed_changesNothing() {
        Usages usage = books.usage(session, List.of(hold(300)), 120);
        books.post(usage);
        assertEquals(new Posted(0, 1, 0, 0, 0), books.post(usage));
        assertEquals(new Posted(0, 2, 0, 0, 0), books.post(usage, usage));
        assertEquals(120, books.at.number("select posted from lease"));
        assertEquals(2, books.at.number("select count(*) from entry"));
    }

    @Test
    void post_twiceInOneBatch_countsOnce() {
        Usages usage = books.usage(session, List.of(hold(300)), 120);
        assertEquals(new Posted(1, 1, 0, 0, 0), books.post(usage, usage));
        assertEquals(120, books.at.number("select posted from lease"));
    }

    @Test
    void post_otherPayloadUnderTheSameId_isQuarantined() {
        Usages usage = books.usage(session, List.of(hold(300)), 120);
        books.post(usage);
        assertEquals(new Posted(0, 0, 0, 0, 1), books.post(usage.withTokens(121)));
        assertEquals(new Posted(0, 1, 0, 0, 1), books.post(usage.withTokens(122), usage));
        assertEquals(120, books.at.number("select posted from lease"));
        assertEquals(List.of("payload_differs", "payload_differs"), books.at.rows("select fault from quarantine"));
    }

    @Test
    void post_lateEvent_isTheOperators() {
        assertEquals(
                new Posted(1, 0, 1, 0, 0),
                books.post(books.usage(session, List.of(hold(300)), 120).comingLate()));
        assertEquals(0, books.at.number("select posted from lease"));
        assertEquals(
                120,
                books.at.number("select amount from entry e join account a on a.id = e.account "
                        + "where a.kind = 'late_usage'"));
        assertEquals(
                "late_usage 120 0",
                books.at.text("select bearer || ' ' || operator_borne || ' ' || charge from usage"));
    }

    @Test
    void post_behindTheSessionsFence_isTheOperators() {
        Hold hold = hold(300);
        books.fence(session);
        books.passFence();
        assertEquals(new Posted(1, 0, 1, 0, 0), books.post(books.usage(session, List.of(hold), 120)));
        assertEquals(0, books.at.number("select posted from lease"));
    }

    @Test
    void post_costAboveTheHold_chargesTheHoldAndTheOperatorTheRest() {
        Posted posted = assertInstanceOf(Posted.class, books.post(books.usage(session, List.of(hold(100)), 130)));
        assertEquals(1, posted.posted());
        assertEquals(100, books.at.number("select posted from lease"));
        assertEquals(
                30,
                books.at.number("select amount from entry e join account a on a.id = e.account "
                        + "where a.kind = 'provider_variance'"));
    }

    @Test
    void post_moreThanTheLeaseHasRoomFor_isTheOperatorsWithAnAlarm() {
        Hold hold = hold(100);
        Posted posted = assertInstanceOf(
                Posted.class,
                books.post(
                        books.usage(session, List.of(hold), 60),
                        books.usage(session, List.of(hold), 60),
                        books.usage(session, List.of(hold), 30)));
        assertEquals(3, posted.posted());
        assertEquals(1, posted.guarded());
        assertTrue(books.at.number("select posted from lease") <= 100);
        assertEquals(
                posted.guarded(),
                books.at.number("select count(*) from usage where bearer = 'posting_guard' and charge = 0"));
        assertEquals(1, books.at.number("select count(*) from outbox where subject = 'posting_guard'"));
    }

    @Test
    void post_poisonAmongMany_quarantinesItAlone() {
        Hold hold = hold(900);
        List<Usages> usages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Usages usage = books.usage(session, List.of(hold), 10);
            usages.add(i == 17 ? usage.withVersion("never-published") : usage);
        }
        assertEquals(new Posted(39, 0, 0, 0, 1), books.post(usages.toArray(new Usages[0])));
        assertEquals(390, books.at.number("select posted from lease"));
        assertEquals("unknown_price_version", books.at.text("select fault from quarantine"));
    }

    @Test
    void post_leaseOfAnotherSession_isQuarantined() {
        Hold hold = hold(100);
        SessionId other = books.session("router-2");
        books.post(books.usage(other, List.of(hold), 10));
        books.post(books.usage(new SessionId(999), List.of(hold), 10));
        books.post(books.usage(session, List.of(new Hold(new LeaseId(999), counter, LimitUnit.NANO_USD, 100)), 10));
        assertEquals(
                List.of("unknown_lease", "unknown_session", "unknown_lease"),
                books.at.rows("select fault from quarantine order by id"));
    }

    @Test
    void post_offsetsMoved_rollsAllBack() {
        Usages usage = books.usage(session, List.of(hold(300)), 120);
        PostingBatch stale =
                new PostingBatch(List.of(new PostingBatch.Stretch(0, 5, 6, Instant.now())), List.of(usage.at(5)));
        assertEquals(
                new PostingOutcome.OffsetsMoved(),
                books.posting.post(stale).await().indefinitely());
        assertEquals(0, books.at.number("select count(*) from usage"));
    }

    @Test
    void post_severalUnits_chargesEachInItsOwn() {
        CounterId tokens = books.counter("tokens", true, 500);
        CounterId requests = books.counter("requests", true, 5);
        List<Hold> holds = List.of(
                hold(300),
                books.hold(session, tokens, LimitUnit.TOKENS, 0, 200),
                books.hold(session, requests, LimitUnit.REQUESTS, 0, 1));
        books.post(books.usage(session, holds, 120));
        assertEquals(List.of("120", "120", "1"), books.at.rows("select posted from lease order by id"));
        assertEquals(-120, books.at.number("select sum(amount) from entry where amount < 0"));
    }

    @Test
    void post_withoutLimits_chargesTheWholeCost() {
        books.post(books.usage(session, List.of(), 120));
        assertEquals("tenant 120", books.at.text("select bearer || ' ' || charge from usage"));
    }

    @Test
    void close_behindTheFence_returnsWhatWasNotPosted() {
        books.post(books.usage(session, List.of(hold(300)), 120));
        books.fence(session);
        assertEquals(0, books.close());
        books.passFence();
        assertEquals(1, books.close());
        assertEquals("120 120", books.at.text("select committed || ' ' || closed_spent from counter"));
        assertEquals("closed", books.at.text("select state from session"));
        assertEquals(120, books.at.number("select spent from counter_spent"));
    }

    @Test
    void close_quarantinedHold_staysCommittedUntilResolved() {
        books.post(books.usage(session, List.of(hold(300)), 120).withVersion("never-published"));
        books.fence(session);
        books.passFence();
        assertEquals(0, books.close());
        assertEquals("fenced 300", books.at.text("select s.state || ' ' || committed from session s, counter"));
        books.at.execute("select expire_quarantine(interval '-1 second')");
        assertEquals(1, books.close());
        assertEquals("closed 0", books.at.text("select s.state || ' ' || committed from session s, counter"));
    }

    @Test
    void post_batchOfMany_booksOneEntryAnAccountAndNamesTheBatch() {
        Hold hold = hold(900);
        books.post(
                books.usage(session, List.of(hold), 10),
                books.usage(session, List.of(hold), 20),
                books.usage(session, List.of(hold), 30).comingLate());
        assertEquals(
                List.of("late_usage 30", "tenant 30", "usage_income -60"),
                books.at.rows(
                        "select a.kind || ' ' || e.amount from entry e join account a on a.id = e.account order by 1"));
        assertEquals(1, books.at.number("select count(distinct batch) from usage"));
    }

    @Test
    void post_keepsMetersTagsAndMonth() {
        books.post(books.usage(session, List.of(hold(300)), 120));
        assertEquals(
                "{120000,0,0,0} {120,0,0,0} {\"feature\": \"summaries\"} false",
                books.at.text(
                        "select meter_pico_usd::text || ' ' || meter_charge::text || ' ' || metadata || ' ' || carried "
                                + "from usage"));
        assertEquals("true", books.at.text("select (period = date_trunc('month', day))::text from usage"));
    }

    @Test
    void post_guardedAmongOthers_booksItAsTheOperators() {
        Hold hold = hold(100);
        books.post(books.usage(session, List.of(hold), 60), books.usage(session, List.of(hold), 60));
        assertEquals(60, books.balance("posting_guard", ""));
        assertEquals(60, books.balance("tenant", "project"));
        assertEquals("{0,0,0,0}", books.at.text("select meter_charge::text from usage where charge = 0"));
    }

    @Test
    void entries_unbalancedOrChanged_areRefused() {
        books.post(books.usage(session, List.of(hold(300)), 120));
        assertThrows(
                IllegalStateException.class,
                () -> books.at.execute(
                        "insert into entry (batch, account, amount, period) values (77, 1, 5, date '2026-11-01')"));
        assertThrows(IllegalStateException.class, () -> books.at.execute("update entry set amount = 1"));
        assertThrows(IllegalStateException.class, () -> books.at.execute("delete from entry"));
    }

    private Hold hold(long amount) {
        return books.hold(session, counter, LimitUnit.NANO_USD, 0, amount);
    }
}
