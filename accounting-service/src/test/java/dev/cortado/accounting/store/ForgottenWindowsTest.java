package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Counters of short windows that are long over.
class ForgottenWindowsTest {

    private static final Duration KEPT = Duration.ofDays(35);

    private TestDatabase at;
    private OperationsStore operations;

    @BeforeEach
    void open() {
        at = TestDatabase.create();
        operations = new OperationsStore(at.database());
        at.execute("insert into organisation (id, name) values ('org', 'org')");
        at.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version) "
                + "values ('org', 'requests', 'minute', 'UTC', true, 10, 1)");
    }

    @AfterEach
    void close() {
        at.close();
    }

    private void windows(int count, int daysAgo) {
        at.execute("insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force) "
                + "select t.id, at, at + interval '1 minute', true, 10 from tenant_limit t, "
                + "(select clock_timestamp() - " + daysAgo + " * interval '1 day' - i * interval '1 minute' as at "
                + "from generate_series(1, " + count + ") i) w");
    }

    private void forget(int most, int times) {
        operations.forgetWindows(KEPT, most, times).await().indefinitely();
    }

    @Test
    void forgetWindows_moreThanOneTransactionTakes_forgetsAll_butNoneThatIsKept() {
        windows(5, 40);
        windows(3, 30);
        forget(2, 10);
        assertEquals(3, at.number("select count(*) from counter"));
    }

    @Test
    void forgetWindows_moreThanAllTransactionsTake_leavesTheRestForTheNextTime() {
        windows(9, 40);
        forget(2, 3);
        assertEquals(3, at.number("select count(*) from counter"));
        forget(2, 0);
        assertEquals(1, at.number("select count(*) from counter"));
    }
}
