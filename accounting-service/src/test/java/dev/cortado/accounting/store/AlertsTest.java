package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Thresholds, in SQL, on counters that real grants and postings move.
class AlertsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private TestDatabase at;
    private TestBooks books;
    private AlertStore alerts;
    private SessionId session;

    @BeforeEach
    void open() {
        at = TestDatabase.create();
        books = new TestBooks(at);
        alerts = new AlertStore(at.database());
        session = books.session("router");
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void budget_alertsOnceForEachPercentThatItsSpendCrosses() {
        CounterId counter = counter(true, 1_000);
        spend(counter, 0, 799);
        assertEquals(0, raise());
        spend(counter, 799, 1);
        assertEquals(1, raise());
        assertEquals(0, raise());
        spend(counter, 800, 200);
        assertEquals(1, raise());
        assertEquals(0, raise());
        assertEquals(
                List.of("80 800", "100 1000"), at.rows("select percent || ' ' || spent from alert order by percent"));
        assertEquals(2, at.number("select count(*) from outbox where kind = 'budget'"));
    }

    @Test
    void alertOfAWindowWhoseRuleIsOver_namesThatWindow() {
        CounterId counter = counter(true, 1_000);
        at.execute("update tenant_limit set next_at = clock_timestamp() - interval '1 minute', "
                + "next_window_kind = 'day', next_zone = 'Europe/Berlin'");
        spend(counter, 0, 800);
        assertEquals(1, raise());
        assertEquals(
                "month UTC",
                at.text("select (j ->> 'window') || ' ' || (j ->> 'zone') from alert_json(" + counter.value()
                        + ", 80, 800, 1000, now()) j"));
        at.execute("update tenant_limit set window_kind = 'hour', zone = 'Asia/Tokyo', next_at = null, "
                + "next_window_kind = null, next_zone = null");
        assertEquals("month", at.text("select alert_json(" + counter.value() + ", 80, 800, 1000, now()) ->> 'window'"));
    }

    @Test
    void moneyThatIsGrantedButNotSpent_alertsNobody() {
        CounterId counter = counter(true, 1_000);
        books.hold(session, counter, LimitUnit.NANO_USD, 0, 1_000);
        assertEquals(0, raise());
    }

    @Test
    void raisedTogether_byManyInstances_isStillOnce() {
        CounterId counter = counter(true, 1_000);
        spend(counter, 0, 1_000);
        List<CompletableFuture<Integer>> raising = IntStream.range(0, 8)
                .mapToObj(i -> alerts.raise(HOUR, 100, HOUR).subscribeAsCompletionStage())
                .toList();
        assertEquals(2, raising.stream().mapToInt(CompletableFuture::join).sum());
        assertEquals(2, at.number("select count(*) from outbox where kind = 'budget'"));
    }

    @Test
    void softLimit_alertsBeyondItsCap() {
        CounterId counter = counter(false, 1_000);
        at.execute("update tenant_limit set alert_percents = '{150}'");
        spend(counter, 0, 1_500);
        assertEquals(1, raise());
        assertEquals("f", at.text("select payload ->> 'hard' = 'true' from outbox where kind = 'budget'"));
    }

    @Test
    void capOfZero_alertsNobodyWhileNothingIsSpent() {
        counter(true, 0);
        assertEquals(0, raise());
    }

    @Test
    void removedLimit_alertsNobody() {
        spend(counter(true, 1_000), 0, 1_000);
        at.execute("update tenant_limit set removed_at = clock_timestamp()");
        assertEquals(0, raise());
    }

    @Test
    void loweredCap_alertsOfWhatWasSpentBefore() {
        spend(counter(true, 1_000), 0, 500);
        assertEquals(0, raise());
        at.execute("update tenant_limit set cap_target = 600");
        assertEquals(1, raise());
    }

    @Test
    void windowThatIsOver_alertsUntilTheLookbackIsOverToo() {
        spend(counter(true, 1_000), 0, 1_000);
        at.execute("update counter set end_at = clock_timestamp() - interval '61 minutes'");
        assertEquals(0, raise());
        at.execute("update counter set end_at = clock_timestamp() - interval '59 minutes'");
        assertEquals(2, raise());
    }

    @Test
    void capLoweredAfterTheWindowsEnd_alertsNobodyOfThatWindow() {
        CounterId counter = counter(true, 1_000);
        spend(counter, 0, 500);
        end(counter);
        cap(500);
        assertEquals(0, raise());

        returnLeases();
        assertEquals(0, raise(), "also when what is left of its leases has come back");
    }

    @Test
    void capRaisedAfterTheWindowsEnd_leavesThatWindowItsAlerts() {
        CounterId counter = counter(true, 1_000);
        spend(counter, 0, 500);
        end(counter);
        cap(10_000);
        returnLeases();
        at.execute("update counter set committed = 900, closed_spent = 900 where id = " + counter.value());
        assertEquals(1, raise());
        assertEquals("80 900 1000", at.text("select percent || ' ' || spent || ' ' || cap from alert"));
        assertEquals("1000", at.text("select payload ->> 'cap' from outbox where kind = 'budget'"));
    }

    @Test
    void capsOfAWindow_theLastOneBeforeItsEndIsThatOfItsAlerts() {
        CounterId counter = counter(true, 1_000);
        spend(counter, 0, 500);
        cap(2_000);
        cap(600);
        end(counter);
        cap(5_000);
        assertEquals(1, raise());
        assertEquals("80 500 600", at.text("select percent || ' ' || spent || ' ' || cap from alert"));
    }

    @Test
    void capChangedAfterTheWindowsEnd_isThatOfTheNextWindow() {
        CounterId counter = counter(true, 1_000);
        end(counter);
        CounterId next = books.counterFromNow();
        cap(600);
        spend(next, 0, 500);
        assertEquals(1, raise());
        assertEquals(
                next.value() + " 80 500 600",
                at.text("select counter || ' ' || percent || ' ' || spent || ' ' || cap from alert"));
    }

    @Test
    void softLimitsCapLoweredAfterTheWindowsEnd_alertsNobodyOfThatWindow() {
        CounterId counter = counter(false, 1_000);
        spend(counter, 0, 700);
        end(counter);
        cap(100);
        returnLeases();
        assertEquals(0, raise());
    }

    @Test
    void windowOfWhichNoCapWasKept_alertsNobody() {
        CounterId counter = counter(true, 1_000);
        spend(counter, 0, 1_000);
        end(counter);
        at.execute("update counter set cap_target = null");
        assertEquals(0, raise());
    }

    @Test
    void alert_tellsEverythingExactly() {
        CounterId counter = counter(true, 4_611_686_018_427_387_904L);
        at.execute("update counter set committed = cap_in_force, closed_spent = 4611686018427387903");
        assertEquals(1, raise());
        String payload = at.text("select payload from outbox where kind = 'budget'");
        for (String part : List.of(
                "\"id\": \"alert/" + counter.value() + "/80\"",
                "\"spent\": 4611686018427387903",
                "\"spentUsd\": \"4611686018.427387903\"",
                "\"capUsd\": \"4611686018.427387904\"",
                "\"organisation\": \"org\"",
                "\"zone\": \"UTC\"",
                "\"hard\": true")) {
            assertTrue(payload.contains(part), part + " in " + payload);
        }
    }

    @Test
    void alert_isOrderedForEachWebhookOfTheOrganisationOnly() {
        at.execute("insert into organisation (id, name) values ('other', 'other')");
        for (String organisation : List.of("org", "other")) {
            at.execute("insert into webhook (id, organisation, url, secret, sealed_with) values ('hook-"
                    + "a".repeat(16 - organisation.length()) + organisation + "', '" + organisation
                    + "', 'https://hooks.example.org/', '', 'k')");
        }
        spend(counter(true, 1_000), 0, 800);
        assertEquals(1, raise());
        assertEquals(List.of("hook-aaaaaaaaaaaaaorg"), at.rows("select webhook from webhook_delivery"));
        assertEquals(
                "t",
                at.text(
                        "select body = (select payload::text from outbox where kind = 'budget') from webhook_delivery"));
    }

    @Test
    void notice_isToldAgainUntilItWasSent() {
        at.execute("insert into outbox (kind, subject, message) values ('alarm', 'a', 'b')");
        AlertStore.Notice first = take().getFirst();
        assertEquals(1, first.attempts());
        assertEquals(List.of(), take());
        alerts.later(first, Duration.ZERO, "away").await().indefinitely();
        AlertStore.Notice second = take().getFirst();
        assertEquals(2, second.attempts());
        alerts.sent(second).await().indefinitely();
        at.execute("update outbox set next_at = clock_timestamp()");
        assertEquals(List.of(), take());
        assertEquals(0, alerts.unsent().await().indefinitely());
    }

    private List<AlertStore.Notice> take() {
        return alerts.take(10, HOUR).await().indefinitely();
    }

    private int raise() {
        return alerts.raise(HOUR, 100, HOUR).await().indefinitely();
    }

    private CounterId counter(boolean hard, long cap) {
        CounterId counter = books.counter("nano-usd", hard, cap);
        at.execute("update tenant_limit set alert_percents = '{80,100}'");
        return counter;
    }

    private void end(CounterId counter) {
        at.execute("update counter set end_at = clock_timestamp() - interval '1 minute' where id = " + counter.value());
    }

    /// As administration sets it.
    private void cap(long cap) {
        at.execute("update tenant_limit set cap_target = " + cap);
        at.execute("select ratchet_limit(id) from tenant_limit");
    }

    private void returnLeases() {
        books.fence(session);
        books.passFence();
        assertEquals(1, books.close());
    }

    private void spend(CounterId counter, long before, long amount) {
        Hold hold = books.hold(session, counter, LimitUnit.NANO_USD, before, before + amount);
        books.post(books.usage(session, List.of(hold), amount));
    }
}
