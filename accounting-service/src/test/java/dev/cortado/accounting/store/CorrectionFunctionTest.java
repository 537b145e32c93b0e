package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorrectionFunctionTest {

    private static final String COUNTER =
            "select c.committed || ' ' || v.spent from counter c join counter_spent v using (id) order by c.id limit 1";

    private TestBooks books;
    private CounterId counter;
    private SessionId session;
    private Usages usage;

    @BeforeEach
    void postOneAttempt() {
        books = new TestBooks(TestDatabase.create());
        counter = books.counter("nano-usd", true, 1_000);
        session = books.session("router-1");
        usage = books.usage(session, List.of(books.hold(session, counter, LimitUnit.NANO_USD, 0, 300)), 120);
        books.post(usage);
    }

    @AfterEach
    void booksAgree() {
        assertEquals(List.of(), books.differences());
        books.at.close();
    }

    @Test
    void refund_openLease_givesBackAtOnceAndBooksIt() {
        assertEquals("done", books.correct(usage, "refund", 50));
        assertEquals("250 70", books.at.text(COUNTER));
        assertEquals(70, books.balance("tenant", "project"));
        assertEquals(50, books.balance("correction", ""));
        assertEquals(120, books.at.number("select charge from usage"), "an entry, never an edit");
    }

    @Test
    void refund_thenClose_isSpentOnceOnly() {
        books.correct(usage, "refund", 50);
        books.fence(session);
        books.passFence();
        assertEquals(1, books.close());
        assertEquals("70 70", books.at.text(COUNTER));
    }

    @Test
    void refund_closedLease_lowersWhatIsSpentForGood() {
        books.fence(session);
        books.passFence();
        books.close();
        books.correct(usage, "refund", 120);
        assertEquals("0 0", books.at.text(COUNTER));
    }

    @Test
    void refund_windowOver_leavesTheCounterAlone() {
        books.at.execute("update counter set end_at = now() - interval '1 minute'");
        books.correct(usage, "refund", 50);
        assertEquals("300 120", books.at.text(COUNTER));
        assertEquals(70, books.balance("tenant", "project"));
    }

    @Test
    void refund_inAWindowOfARuleThatIsOver_goesByThatRule() {
        renewFromNow("hour", "Europe/Berlin");
        assertEquals("month UTC", books.at.text("select window_kind || ' ' || zone from counter"));
        assertEquals("done", books.correct(usage, "refund", 50));
        assertEquals("250 70", books.at.text(COUNTER), "the month that it was charged in is still open");

        CounterId hourly = books.counterFromNow();
        assertEquals(
                "hour Europe/Berlin",
                books.at.text("select window_kind || ' ' || zone from counter where id = " + hourly.value()));
        Usages other = books.usage(session, List.of(books.hold(session, hourly, LimitUnit.NANO_USD, 0, 300)), 120);
        books.post(other);
        assertEquals("done", books.correct(other, "refund", 50));
        assertEquals(
                0,
                books.at.number("select sum(refunded) from lease where counter = " + hourly.value()),
                "an hour gives nothing back");

        books.at.execute("update tenant_limit set window_kind = 'month', zone = 'UTC', next_at = null, "
                + "next_window_kind = null, next_zone = null");
        assertEquals(List.of(), books.differences(), "a third rule changes nothing of what was");
        books.at.execute("update tenant_limit set window_kind = 'minute'");
        assertEquals(List.of(), books.differences());
    }

    private void renewFromNow(String kind, String zone) {
        books.at.execute("update tenant_limit set next_at = clock_timestamp() - interval '1 minute', "
                + "next_window_kind = '" + kind + "', next_zone = '" + zone + "'");
    }

    @Test
    void refunds_togetherAboveTheCharge_areRefused() {
        assertEquals("done", books.correct(usage, "refund", 100));
        assertEquals("conflict", books.correct(usage, "refund", 21));
        assertEquals("done", books.correct(usage, "refund", 20));
        assertEquals("conflict", books.correct(usage, "refund", 1));
        assertEquals("180 0", books.at.text(COUNTER));
    }

    @Test
    void refund_fromEightConnections_neverPassesTheCharge() {
        AtomicInteger done = new AtomicInteger();
        List<Thread> threads = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 5; n++) {
                        if (books.correctPooled(usage, 5).equals("done")) {
                            done.incrementAndGet();
                        }
                    }
                }))
                .toList();
        threads.forEach(TestBooks::join);
        assertEquals(24, done.get(), "24 x 5 = 120");
        assertEquals("180 0", books.at.text(COUNTER));
    }

    @Test
    void debit_takesBackWhatWasRefundedAndTouchesNoCounter() {
        assertEquals("conflict", books.correct(usage, "debit", 1));
        books.correct(usage, "refund", 50);
        assertEquals("conflict", books.correct(usage, "debit", 51));
        assertEquals("done", books.correct(usage, "debit", 50));
        assertEquals("250 70", books.at.text(COUNTER));
        assertEquals(120, books.balance("tenant", "project"));
    }

    @Test
    void refundAfterADebit_givesNothingBackToCountersASecondTime() {
        books.correct(usage, "refund", 120);
        books.correct(usage, "debit", 120);
        books.correct(usage, "refund", 120);
        assertEquals("180 0", books.at.text(COUNTER));
        assertEquals(0, books.balance("tenant", "project"));
        assertEquals(120, books.at.number("select sum(counter_amount) from correction"));
    }

    @Test
    void refundedMoney_canBeLeasedAgainButNeverPassesTheCap() {
        books.correct(usage, "refund", 120);
        Hold more = books.hold(session, counter, LimitUnit.NANO_USD, 300, 2_000);
        assertEquals(820, more.amount(), "1000 less the 180 that are still committed");
        assertEquals("1000", books.at.text("select committed from counter"));
    }

    @Test
    void refund_ofWhatTheOperatorBears_isRefused() {
        Usages late = books.usage(session, List.of(), 40).comingLate();
        books.post(late);
        assertEquals("conflict", books.correct(late, "refund", 1));
        assertEquals("missing", books.correct(late.withAttempt(2), "refund", 1));
    }

    @Test
    void corrections_changedOrDeleted_areRefused() {
        books.correct(usage, "refund", 50);
        assertThrows(IllegalStateException.class, () -> books.at.execute("update correction set amount = 1"));
        assertThrows(IllegalStateException.class, () -> books.at.execute("delete from correction"));
        assertTrue(books.at.number("select count(*) from correction") == 1);
    }
}
