package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CreditFunctionTest {

    private static final long CAP_MAX = 1L << 62;

    private TestBooks books;
    private SessionId session;

    @BeforeEach
    void open() {
        books = new TestBooks(TestDatabase.create());
        session = books.session("router-1");
    }

    @AfterEach
    void booksAgree() {
        assertEquals(List.of(), books.differences());
        books.at.close();
    }

    @Test
    void topUp_first_makesAHardLimitInTotal() {
        assertEquals("done", topUp("org", 500));
        assertEquals(
                "total true 500",
                books.at.text("select window_kind || ' ' || hard || ' ' || cap_target from tenant_limit"));
        assertEquals(-500, books.balance("credit", "org"));
        assertEquals(500, books.balance("funds", ""));
        assertEquals(500, left("org"));
    }

    @Test
    void usage_underCredit_isPaidFromIt() {
        topUp("org", 500);
        CounterId counter = books.totalCounter();
        Hold hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 300);
        books.post(books.usage(session, List.of(hold), 120));
        assertEquals(-380, books.balance("credit", "org"));
        assertEquals(380, left("org"));
        assertEquals(0, books.at.number("select count(*) from account where kind = 'tenant'"));
        assertEquals("org", books.at.text("select credit from usage"));
    }

    @Test
    void usageWithoutTheCreditsLease_isOwedByTheProject() {
        topUp("org", 500);
        books.post(books.usage(session, List.of(), 120));
        assertEquals(120, books.balance("tenant", "project"));
        assertEquals(500, left("org"));
    }

    @Test
    void credit_isNeverOverspent() {
        topUp("org", 100);
        CounterId counter = books.totalCounter();
        Hold all = books.hold(session, counter, LimitUnit.NANO_USD, 0, 1_000);
        assertEquals(100, all.amount());
        books.post(books.usage(session, List.of(all), 150));
        assertEquals(0, left("org"));
        topUp("org", 50);
        assertEquals(
                50, books.hold(session, counter, LimitUnit.NANO_USD, 100, 1_000).amount());
    }

    @Test
    void topUp_thatPutsAPercentOutOfReach_letsItAlertAgain() {
        topUp("org", 100);
        books.at.execute("update tenant_limit set alert_percents = '{80}'");
        CounterId counter = books.totalCounter();
        books.post(books.usage(session, List.of(books.hold(session, counter, LimitUnit.NANO_USD, 0, 100)), 90));
        assertEquals(1, raise());
        topUp("org", 10);
        assertEquals(0, raise(), "90 of 110 are more than 80 percent, which is told already");
        topUp("org", 90);
        assertEquals(0, raise());
        books.post(books.usage(session, List.of(books.hold(session, counter, LimitUnit.NANO_USD, 100, 200)), 75));
        assertEquals(1, raise());
        assertEquals(
                List.of("alert/" + counter.value() + "/80/100", "alert/" + counter.value() + "/80/200"),
                books.at.rows("select subject from outbox where kind = 'budget' order by id"));
    }

    private int raise() {
        return new AlertStore(books.at.database())
                .raise(Duration.ofHours(1), 100, Duration.ofHours(1))
                .await()
                .indefinitely();
    }

    @Test
    void refund_goesBackToTheCredit_andADebitIsOwedInstead() {
        topUp("org", 500);
        Hold hold = books.hold(session, books.totalCounter(), LimitUnit.NANO_USD, 0, 300);
        Usages usage = books.usage(session, List.of(hold), 120);
        books.post(usage);
        books.correct(usage, "refund", 120);
        assertEquals(500, left("org"));
        books.correct(usage, "debit", 100);
        assertEquals(500, left("org"));
        assertEquals(100, books.balance("tenant", "project"));
        books.correct(usage, "refund", 100);
        assertEquals(0, books.balance("tenant", "project"));
        assertEquals(500, left("org"));
    }

    @Test
    void topUp_thatOverflows_isRefused() {
        topUp("org", CAP_MAX - 10);
        assertEquals("conflict", topUp("org", 11));
        assertEquals("done", topUp("org", 10));
        assertEquals(CAP_MAX, left("org"));
    }

    @Test
    void topUp_onAPathThatHasCredit_isRefused() {
        topUp("team", 500);
        assertEquals("conflict", topUp("org", 5));
        assertEquals("conflict", topUp("project", 5));
        assertEquals("missing", topUp("nobody", 5));
        books.at.execute("insert into team (id, organisation, name) values ('team-2', 'org', 'team-2')");
        assertEquals("done", topUp("team-2", 5));
    }

    @Test
    void topUp_besideALimitInTotal_isALimitOfItsOwn() {
        books.at.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version) "
                + "values ('org', 'nano-usd', 'total', 'UTC', true, 7, 1)");
        assertEquals("done", topUp("org", 5));
        assertEquals(List.of("5", "7"), books.at.rows("select cap_target from tenant_limit order by 1"));
    }

    @Test
    void topUp_ofARemovedLimit_bringsItBack() {
        topUp("org", 5);
        books.at.execute("update tenant_limit set removed_at = now()");
        topUp("org", 5);
        assertEquals("10 true", books.at.text("select cap_target || ' ' || (removed_at is null) from tenant_limit"));
    }

    private String topUp(String node, long amount) {
        return books.at.text(
                "select top_up_credit('" + node + "', " + amount + ", 'a reason', 'somebody') ->> 'outcome'");
    }

    private long left(String node) {
        return books.at.number("select credit_view('" + node + "') ->> 'balanceNanoUsd'");
    }
}
