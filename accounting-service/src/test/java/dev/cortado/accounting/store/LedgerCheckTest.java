package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Books that were tampered with: every check sees what it is there for.
class LedgerCheckTest {

    private TestBooks books;
    private Usages usage;

    @BeforeEach
    void postAndCorrect() {
        books = new TestBooks(TestDatabase.create());
        CounterId counter = books.counter("nano-usd", true, 1_000);
        SessionId session = books.session("router-1");
        usage = books.usage(session, List.of(books.hold(session, counter, LimitUnit.NANO_USD, 0, 300)), 120);
        books.post(usage);
        books.correct(usage, "refund", 50);
        assertEquals(List.of(), books.differences());
    }

    @AfterEach
    void close() {
        books.at.close();
    }

    @Test
    void lostEntry_isFound() {
        tamper(
                "alter table entry disable trigger all",
                "delete from entry where batch = (select batch from correction) and amount > 0");
        assertTrue(checks().containsAll(List.of("batch_sums_to_zero", "batch_equals_parts")));
    }

    @Test
    void changedCharge_isFound() {
        tamper(
                "alter table usage drop constraint usage_check",
                "update usage set charge = 119, meter_charge = '{119,0,0,0}'");
        assertTrue(checks().containsAll(List.of("batch_equals_parts", "usage_row")), () -> checks().toString());
    }

    @Test
    void changedMeters_areFound() {
        tamper("update usage set meter_charge = '{100,0,0,20}'");
        assertEquals(List.of("usage_row"), checks());
    }

    @Test
    void changedOperatorCost_isFound() {
        tamper("update usage set operator_cost = 7");
        assertEquals(List.of("batch_equals_parts", "usage_row"), checks());
    }

    @Test
    void changedMonth_isFound() {
        tamper("update usage set period = period - interval '1 month'");
        assertEquals(List.of("batch_equals_parts", "usage_row"), checks());
    }

    @Test
    void spendThatLimitsNeverHeardOf_isFound() {
        tamper("update lease set posted = 121", "update counter set committed = committed + 7");
        assertEquals(List.of("charged_equals_posted", "committed_equals_granted_and_closed"), checks());
    }

    @Test
    void refundGivenBackTwice_isFound() {
        tamper("update lease set refunded = 100", "update counter set committed = committed - 50");
        assertEquals(List.of("charged_equals_posted"), checks());
    }

    @Test
    void priceThatIsNotTheBooks_isFound() {
        tamper("alter table price disable trigger all", "update price set prompt_pico_usd = 999");
        assertEquals(List.of("meters_equal_price"), checks());
        tamper("delete from price");
        assertEquals(List.of("meters_equal_price"), checks());
    }

    @Test
    void priceOfThePool_goesBeforeThatOfEveryPool() {
        tamper(
                "insert into price select version, variant, 'elsewhere', lane, 1, 1, 1, 1 from price",
                "insert into price select version, variant, 'cpu-small', lane, 1000, 1000, 0, 1000 from price "
                        + "where pool = ''",
                "alter table price disable trigger all",
                "update price set prompt_pico_usd = 999 where pool = ''");
        assertEquals(List.of(), checks());
        tamper("update price set prompt_pico_usd = 998 where pool = 'cpu-small'");
        assertEquals(List.of("meters_equal_price"), checks());
    }

    @Test
    void whatIsBookedIntoAClosedMonth_isFound() {
        tamper("insert into closed_period (period, closed_at, actor) "
                + "select period, clock_timestamp() + interval '1 day', 'somebody' from usage");
        assertEquals(List.of(), checks());
        tamper(
                "alter table closed_period disable trigger all",
                "update closed_period set closed_at = (select at - interval '1 microsecond' from correction)");
        assertEquals(
                List.of("correction 1"),
                books.at.rows("select subject from verify_ledger(20) where check_name = 'closed_month'"));
        tamper("update closed_period set closed_at = (select posted_at - interval '1 microsecond' from usage)");
        assertEquals(2, books.at.number("select count(*) from verify_ledger(20) where check_name = 'closed_month'"));
    }

    @Test
    void creditAndQuarantineBookedIntoAClosedMonth_areFound() {
        books.post(usage.withReservation(ReservationId.at(Instant.now())).withVersion("never-published"));
        books.at.execute("select expire_quarantine(interval '-1 second')");
        books.at.execute("select top_up_credit('team', 100, 'a reason', 'somebody')");
        tamper("insert into closed_period (period, closed_at, actor) "
                + "select period, now() - interval '1 day', 'somebody' from usage");
        assertEquals(
                List.of("correction 1", "quarantined 1", "top-up 1"),
                books.at.rows("select subject from verify_ledger(20) "
                        + "where check_name = 'closed_month' and subject not like 'usage%'"));
    }

    @Test
    void attemptBorneOutOfQuarantineAndPosted_isFound() {
        Usages other = usage.withReservation(ReservationId.at(Instant.now())).withVersion("never-published");
        books.post(other);
        books.at.execute("select expire_quarantine(interval '-1 second')");
        assertEquals(List.of(), checks());
        tamper("update quarantine set reservation = '" + usage.reservation() + "'");
        assertEquals(List.of("quarantine_booked_once"), checks());
    }

    @Test
    void attemptBorneTwice_isFound() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            books.post(usage.withReservation(ReservationId.at(Instant.now())).withVersion("never-published"));
        }
        books.at.execute("select expire_quarantine(interval '-1 second')");
        assertEquals(List.of(), checks());
        tamper("update quarantine set reservation = (select max(reservation::text)::uuid from quarantine)");
        assertEquals(List.of("quarantine_booked_once"), checks());
    }

    @Test
    void hedgeThatIsSettledAndNotRefunded_isFound() {
        Usages hedge = usage.withAttempt(2).endingAs("cancelled").asHedgeOf(1);
        books.post(hedge);
        assertEquals(List.of(), checks());
        tamper("update hedge set settled = true");
        assertEquals(List.of("one_price_for_hedges"), checks());
        books.correct(hedge, "refund", 120);
        assertEquals(List.of(), checks());
        books.correct(hedge, "debit", 7);
        assertEquals(List.of(), checks(), "somebody took it back");
    }

    @Test
    void rerunThatIsSettledAndNotRefunded_isFound() {
        Usages again = usage.withReservation(ReservationId.at(Instant.now())).asRerunOf(usage);
        books.post(again);
        assertEquals(List.of(), checks());
        tamper("update rerun set settled = true");
        assertEquals(List.of("one_price_for_reruns"), checks());
        books.correct(again, "refund", 120);
        assertEquals(List.of(), checks());
        books.correct(again, "debit", 70);
        assertEquals(List.of(), checks(), "somebody took it back");
    }

    @Test
    void differences_comePageByPage() {
        for (int i = 0; i < 5; i++) {
            books.post(usage.withReservation(ReservationId.at(Instant.now())));
        }
        tamper("update usage set operator_cost = 7");
        List<String> all = books.at.rows("select check_name || ' ' || subject from verify_ledger(100)");
        List<String> paged = new ArrayList<>();
        String check = "";
        String subject = "";
        while (true) {
            List<String> page = books.at.rows(
                    "select check_name || E'\\n' || subject from verify_ledger(2, '" + check + "', '" + subject + "')");
            if (page.isEmpty()) {
                break;
            }
            assertTrue(page.size() <= 2);
            page.forEach(each -> paged.add(each.replace('\n', ' ')));
            check = page.getLast().split("\n", -1)[0];
            subject = page.getLast().split("\n", -1)[1];
        }
        assertEquals(all, paged);
    }

    private void tamper(String... statements) {
        for (String statement : statements) {
            books.at.execute(statement);
        }
    }

    private List<String> checks() {
        return books.at.rows("select distinct check_name from verify_ledger(20) order by 1");
    }
}
