package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
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
    void differences_comePageByPage() {
        for (int i = 0; i < 5; i++) {
            books.post(usage.withReservation(dev.cortado.contracts.unit.ReservationId.at(java.time.Instant.now())));
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
