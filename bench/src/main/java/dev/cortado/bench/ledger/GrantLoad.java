package dev.cortado.bench.ledger;

import dev.cortado.bench.launcher.BenchStack;
import dev.cortado.bench.ledger.LedgerTenants.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Lease messages beside posting, at a steady rate, each on the three counters of one tenant: they lock the very
/// leases that posting writes to.
final class GrantLoad implements AutoCloseable {

    private final Thread thread;
    private final AtomicLong answered = new AtomicLong();
    private final long[] nanos;
    private volatile boolean stopped;
    private volatile @Nullable SQLException failure;

    GrantLoad(BenchStack stack, LedgerTenants tenants, int perSecond, int most) {
        nanos = new long[most];
        thread = Thread.ofPlatform().name("grants").daemon(true).start(() -> run(stack, tenants, perSecond));
    }

    /// Microseconds that a grant took at this quantile, timed from when it was due.
    long micros(double quantile) {
        int count = (int) answered.get();
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (count * quantile))] / 1_000;
    }

    long answered() {
        return answered.get();
    }

    @Override
    public void close() throws SQLException {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        SQLException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }

    private void run(BenchStack stack, LedgerTenants tenants, int perSecond) {
        SplittableRandom random = new SplittableRandom(1);
        long gap = 1_000_000_000L / perSecond;
        try (Connection connection = stack.connect();
                PreparedStatement grant =
                        connection.prepareStatement("select grant_leases(?, ?, ?, ?, ?, ?, true, '{}', '{}')")) {
            long due = System.nanoTime();
            for (int n = 0; n < nanos.length && !stopped; n++) {
                due += gap;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                order(connection, grant, tenants, random, n);
                nanos[n] = System.nanoTime() - due;
                answered.incrementAndGet();
            }
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Wants exactly what the tenant's leases have: they are locked and booked anew, and stay as they are.
    private static void order(
            Connection connection, PreparedStatement grant, LedgerTenants tenants, SplittableRandom random, int n)
            throws SQLException {
        Tenant tenant = tenants.tenants().get(random.nextInt(tenants.tenants().size()));
        Long[] counters = tenant.counters().toArray(Long[]::new);
        Long[] totals = new Long[counters.length];
        Arrays.fill(totals, LedgerTenants.ROOM_NANO_USD);
        grant.setLong(1, tenants.session());
        grant.setLong(2, 2L + n);
        grant.setString(3, "bench-" + n);
        grant.setArray(4, connection.createArrayOf("bigint", counters));
        grant.setArray(5, connection.createArrayOf("bigint", totals));
        grant.setArray(6, connection.createArrayOf("bigint", totals));
        grant.execute();
    }
}
