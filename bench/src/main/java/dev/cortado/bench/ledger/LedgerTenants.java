package dev.cortado.bench.ledger;

import dev.cortado.contracts.v1.TenantPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/// The tenants that the events charge: each a three-level path with a money limit on every level, which
/// has room for all of it and never renews, so that no window ends under the bench's feet.
final class LedgerTenants {

    static final String PRICE_VERSION = "bench-ledger";

    private static final long CAP_NANO_USD = 1L << 60;

    /// One tenant's path.
    record Tenant(String organisation, String team, String project) {

        TenantPath path() {
            return TenantPath.newBuilder()
                    .setOrganisationId(organisation)
                    .setTeamId(team)
                    .setProjectId(project)
                    .setSubject("bench")
                    .build();
        }
    }

    private LedgerTenants() {}

    /// Makes them in one transaction; the first is the hot one.
    static List<Tenant> make(Connection connection, int count) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into price_version (version) values ('" + PRICE_VERSION + "')");
            statement.execute("insert into price (version, variant, lane, prompt_pico_usd, cached_prompt_pico_usd,"
                    + " cache_write_pico_usd, completion_pico_usd) values ('" + PRICE_VERSION + "', '"
                    + UsageEvents.VARIANT + "', 'realtime', " + UsageEvents.PROMPT_PICO_USD + ", "
                    + UsageEvents.PROMPT_PICO_USD + ", 0, " + UsageEvents.COMPLETION_PICO_USD + ")");
            statement.execute(
                    "insert into organisation (id, name) select 'bench-o' || n, 'bench-o' || n" + series(count));
            statement.execute("insert into team (id, organisation, name)"
                    + " select 'bench-t' || n, 'bench-o' || n, 'team'" + series(count));
            statement.execute("insert into project (id, organisation, team, name)"
                    + " select 'bench-p' || n, 'bench-o' || n, 'bench-t' || n, 'project'" + series(count));
            statement.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)"
                    + " select 'bench-' || level || n, 'nano-usd', 'total', 'UTC', true, " + CAP_NANO_USD + ", 1"
                    + series(count) + ", unnest(array['o', 't', 'p']) level");
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
        return IntStream.range(0, count)
                .mapToObj(n -> new Tenant("bench-o" + n, "bench-t" + n, "bench-p" + n))
                .toList();
    }

    private static String series(int count) {
        return " from generate_series(0, " + (count - 1) + ") n";
    }
}
