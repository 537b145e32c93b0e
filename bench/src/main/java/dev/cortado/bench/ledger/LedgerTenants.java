package dev.cortado.bench.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The tenants that the events charge: each a three-level path with a money limit on every level, a session that
/// outlives the bench, and leases that have room for all of it.
final class LedgerTenants {

    static final long ROOM_NANO_USD = 1L << 60;
    private static final String PRICE_VERSION = "bench-ledger";

    /// One tenant.
    ///
    /// @param leases organisation's, team's, project's, with the counters in the same places
    record Tenant(String organisation, String team, String project, List<Long> leases, List<Long> counters) {}

    private final List<Tenant> tenants;
    private final long session;

    private LedgerTenants(List<Tenant> tenants, long session) {
        this.tenants = List.copyOf(tenants);
        this.session = session;
    }

    List<Tenant> tenants() {
        return tenants;
    }

    long session() {
        return session;
    }

    String priceVersion() {
        return PRICE_VERSION;
    }

    /// Makes them in one transaction, with limits by the month so that no window ends under the bench's feet.
    static LedgerTenants make(Connection connection, int count) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into price_version (version) values ('" + PRICE_VERSION + "')");
            statement.execute(
                    "insert into organisation (id, name) select 'bench-o' || n, 'bench-o' || n" + series(count));
            statement.execute("insert into team (id, organisation, name)"
                    + " select 'bench-t' || n, 'bench-o' || n, 'team'" + series(count));
            statement.execute("insert into project (id, organisation, team, name)"
                    + " select 'bench-p' || n, 'bench-o' || n, 'bench-t' || n, 'project'" + series(count));
            statement.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)"
                    + " select 'bench-' || level || n, 'nano-usd', 'total', 'UTC', true, " + ROOM_NANO_USD + ", 1"
                    + series(count) + ", unnest(array['o', 't', 'p']) level");
            statement.execute("insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force, committed)"
                    + " select id, clock_timestamp() - interval '1 day', clock_timestamp() + interval '30 days', true,"
                    + " cap_target, cap_target from tenant_limit where node like 'bench-%'");
            long session = session(statement);
            statement.execute("insert into lease (counter, session, granted, seq) select c.id, " + session
                    + ", c.committed, 1 from counter c join tenant_limit l on l.id = c.tenant_limit"
                    + " where l.node like 'bench-%' order by c.id");
            List<Tenant> tenants = read(connection, count, session);
            connection.commit();
            statement.execute("analyze");
            connection.commit();
            return new LedgerTenants(tenants, session);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String series(int count) {
        return " from generate_series(0, " + (count - 1) + ") n";
    }

    private static long session(Statement statement) throws SQLException {
        try (ResultSet made = statement.executeQuery("insert into session (router, class, admit_until, void_by)"
                + " values ('bench-ledger', 'long', clock_timestamp() + interval '1 day',"
                + " clock_timestamp() + interval '2 days') returning id")) {
            made.next();
            return made.getLong(1);
        }
    }

    private static List<Tenant> read(Connection connection, int count, long session) throws SQLException {
        List<Tenant> tenants = new ArrayList<>(count);
        try (PreparedStatement statement =
                connection.prepareStatement("select e.id, e.counter from lease e join counter c on c.id = e.counter"
                        + " join tenant_limit l on l.id = c.tenant_limit"
                        + " where e.session = ? and l.node in (?, ?, ?) order by position(left(l.node, 7) in"
                        + " 'bench-o bench-t bench-p')")) {
            for (int n = 0; n < count; n++) {
                statement.setLong(1, session);
                statement.setString(2, "bench-o" + n);
                statement.setString(3, "bench-t" + n);
                statement.setString(4, "bench-p" + n);
                tenants.add(
                        new Tenant("bench-o" + n, "bench-t" + n, "bench-p" + n, new ArrayList<>(), new ArrayList<>()));
                try (ResultSet found = statement.executeQuery()) {
                    for (int level = 0; level < 3; level++) {
                        found.next();
                        tenants.getLast().leases().add(found.getLong(1));
                        tenants.getLast().counters().add(found.getLong(2));
                    }
                }
            }
        }
        return tenants;
    }
}
