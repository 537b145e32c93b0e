package dev.cortado.bench.admission;

import dev.cortado.bench.admission.ColdTurns.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The tenants of [ColdTurns], with the same limits as [Tenants] but that of requests, which binds those
/// near their cap.
final class ColdTenants {

    /// So that one transaction does not walk past too many versions of the one row that every limit
    /// changes.
    private static final int A_TRANSACTION = 250;

    private ColdTenants() {}

    /// All of them, those of one kind behind each other in the order of the kinds.
    static List<Tenant> make(Connection connection, ColdTurns turns) throws SQLException {
        List<Tenant> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int count = turns.tenants(kind);
            for (int from = 0; from < count; from += A_TRANSACTION) {
                insert(connection, kind, from, Math.min(count, from + A_TRANSACTION));
            }
            for (int n = 0; n < count; n++) {
                String name = name(kind) + n;
                all.add(new Tenant(name, name + "-team", name + "-project", name + "-key", ""));
            }
        }
        return all;
    }

    private static String name(Kind kind) {
        return "cold-" + kind.name().toLowerCase(Locale.ROOT) + "-";
    }

    /// Each kind has another: keys' public ids are of one length.
    private static char initial(Kind kind) {
        return Character.toLowerCase(kind.name().charAt(0));
    }

    private static void insert(Connection connection, Kind kind, int from, int until) throws SQLException {
        String id = "'" + name(kind) + "' || n";
        String series = " from generate_series(" + from + ", " + (until - 1) + ") n";
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into organisation (id, name) select " + id + ", " + id + series);
            statement.execute("insert into team (id, organisation, name) select " + id + " || '-team', " + id
                    + ", 'team'" + series);
            statement.execute("insert into project (id, organisation, team, name) select " + id + " || '-project', "
                    + id + ", " + id + " || '-team', 'project'" + series);
            // Nobody calls by these keys: they only stand on the path.
            statement.execute("insert into api_key (id, public_id, secret_sha256, organisation, project, name) select "
                    + id + " || '-key', 'cold" + initial(kind) + "' || lpad(n::text, 11, '0'), sha256((" + id
                    + ")::bytea), " + id + ", " + id + " || '-project', 'bench'" + series);
            limit(statement, id, "nano-usd", "month", Tenants.CAP, series);
            limit(
                    statement,
                    id + " || '-project'",
                    "requests",
                    "minute",
                    kind == Kind.CAPPED ? ColdTurns.REQUESTS_A_MINUTE : Tenants.CAP,
                    series);
            limit(statement, id + " || '-key'", "tokens", "day", Tenants.CAP, series);
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void limit(Statement statement, String node, String unit, String window, long cap, String series)
            throws SQLException {
        statement.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version) select "
                + node + ", '" + unit + "', '" + window + "', 'UTC', true, " + cap + ", 1" + series);
    }
}
