package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeriodFunctionTest {

    private final YearMonth thisMonth = YearMonth.now(ZoneOffset.UTC);
    private TestBooks books;
    private SessionId session;

    @BeforeEach
    void open() {
        books = new TestBooks(TestDatabase.create());
        session = books.session("router-1");
        books.at.execute("select make_usage_partitions(current_date - 34, current_date + 1)");
    }

    @AfterEach
    void booksAgree() {
        assertEquals(List.of(), books.differences());
        books.at.close();
    }

    @Test
    void usage_isBookedInTheMonthOfItsDay() {
        books.post(usage(lastMonthsEnd(), 10), usage(Instant.now(), 20));
        assertEquals(
                List.of(thisMonth.minusMonths(1).atDay(1) + " 10 false", thisMonth.atDay(1) + " 20 false"),
                books.at.rows("select period || ' ' || charge || ' ' || carried from usage order by period"));
        assertEquals(2, books.at.number("select count(distinct batch) from entry"), "a batch has one month");
    }

    @Test
    void usage_afterItsMonthWasClosed_isCarriedToTheNextAndSaysSo() {
        books.post(usage(lastMonthsEnd(), 10));
        assertEquals("done", close(thisMonth.minusMonths(1)));
        books.post(usage(lastMonthsEnd(), 30));
        assertEquals(
                List.of("10 false", "30 true"),
                books.at.rows("select charge || ' ' || carried from usage order by charge"));
        assertEquals(
                "1 30",
                books.at.text("select (v ->> 'carriedAttempts') || ' ' || (v ->> 'carriedChargeNanoUsd') from "
                        + "period_view(date '" + thisMonth.atDay(1) + "') v"));
        assertEquals(
                "closed 10",
                books.at.text("select (v ->> 'state') || ' ' || (v -> 'turnoverNanoUsd' ->> 'tenant') from period_view("
                        + "date '" + thisMonth.minusMonths(1).atDay(1) + "') v"));
    }

    @Test
    void close_twice_changesNothing() {
        close(thisMonth.minusMonths(1));
        String closedAt = books.at.text("select closed_at from closed_period");
        assertEquals("done", close(thisMonth.minusMonths(1)));
        assertEquals(closedAt, books.at.text("select closed_at from closed_period"));
    }

    @Test
    void close_monthThatIsNotOver_isRefused() {
        assertEquals("conflict", close(thisMonth));
        assertEquals("conflict", close(thisMonth.plusMonths(1)));
        assertEquals(0, books.at.number("select count(*) from closed_period"));
    }

    @Test
    void operatorCost_isBusyTimeAtThePoolsRate_roundedUpOnce() {
        books.post(usage(Instant.now(), 10));
        assertEquals(
                "0 true", books.at.text("select operator_cost || ' ' || (pool_nano_usd_per_hour is null) from usage"));
        books.at.execute("select add_pool_rate('cpu-small', 7000000, 7000000, 0, 1, 0, null)");
        Usages priced = usage(Instant.now(), 20);
        books.post(priced);
        // .1 s x 7,000,000 nano-USD an hour = 194.4...
        assertEquals(195, books.at.number("select operator_cost from usage where charge = 20"));
        assertEquals(195, books.balance("operator_cost", "cpu-small"));
        assertEquals(-195, books.balance("capacity", ""));
    }

    @Test
    void poolRate_changesFromItsTimeOn_andNeverThePast() {
        books.at.execute("select add_pool_rate('cpu-small', 3600000000, 3600000000, 0, 1, 0, null)");
        assertEquals("conflict", rate("now() - interval '1 hour'"));
        assertEquals("done", rate("now() + interval '1 hour'"));
        books.post(usage(Instant.now(), 20));
        assertEquals(100_000, books.at.number("select operator_cost from usage"));
    }

    @Test
    void busyCost_isExactForLargeNumbers() {
        assertEquals(
                1, books.at.number("select busy_cost(1, 1)"), "one microsecond at one nano-USD an hour is rounded up");
        assertEquals(1_000_000_000_000_000L, books.at.number("select busy_cost(3600000000, 1000000000000000)"));
    }

    private String rate(String effectiveAt) {
        return books.at.text("select add_pool_rate('cpu-small', 9, 9, 0, 1, 0, " + effectiveAt + ") ->> 'outcome'");
    }

    private String close(YearMonth month) {
        return books.at.text("select close_period(date '" + month.atDay(1) + "', 'somebody') ->> 'outcome'");
    }

    private Usages usage(Instant reserved, long tokens) {
        return books.usage(session, List.of(), tokens).withReservation(ReservationId.at(reserved));
    }

    /// The last instant of the month before; within the 35 days of what may still come.
    private Instant lastMonthsEnd() {
        LocalDate first = thisMonth.atDay(1);
        return first.atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1);
    }
}
