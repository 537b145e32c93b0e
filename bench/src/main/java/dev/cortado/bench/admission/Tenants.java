package dev.cortado.bench.admission;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// Tenants of which the first is hot. Each has a hard limit on three levels of its path, in money, requests a minute
/// and tokens a day, none of which ever binds: every request is held against all three.
final class Tenants {

    private static final int HOT_PERCENT = 20;
    static final long CAP = 1L << 40;

    private final List<Tenant> all;

    private Tenants(List<Tenant> all) {
        this.all = List.copyOf(all);
    }

    /// A key as the launcher made it.
    record Key(String text, String publicId, String secretSha256) {}

    /// @param keys file of one key for each tenant
    static Tenants make(Connection connection, Path keys) throws IOException, SQLException {
        List<Key> made = new ObjectMapper().readValue(keys.toFile(), new TypeReference<List<Key>>() {});
        List<Tenant> all = new ArrayList<>();
        connection.setAutoCommit(false);
        try {
            for (int n = 0; n < made.size(); n++) {
                String name = "admission-" + n;
                Tenant tenant = new Tenant(
                        name,
                        name + "-team",
                        name + "-project",
                        name + "-key",
                        made.get(n).text());
                insert(connection, tenant, made.get(n));
                all.add(tenant);
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
        return new Tenants(all);
    }

    private static void insert(Connection connection, Tenant tenant, Key key) throws SQLException {
        String organisation = tenant.organisation();
        run(connection, "insert into organisation (id, name) values (?, ?)", organisation, organisation);
        run(connection, "insert into team (id, organisation, name) values (?, ?, 'team')", tenant.team(), organisation);
        run(
                connection,
                "insert into project (id, organisation, team, name) values (?, ?, ?, 'project')",
                tenant.project(),
                organisation,
                tenant.team());
        run(
                connection,
                "insert into api_key (id, public_id, secret_sha256, organisation, project, name)"
                        + " values (?, ?, ?, ?, ?, 'bench')",
                tenant.keyId(),
                key.publicId(),
                HexFormat.of().parseHex(key.secretSha256()),
                organisation,
                tenant.project());
        limit(connection, organisation, "nano-usd", "month");
        limit(connection, tenant.project(), "requests", "minute");
        limit(connection, tenant.keyId(), "tokens", "day");
    }

    private static void limit(Connection connection, String node, String unit, String window) throws SQLException {
        run(
                connection,
                "insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)"
                        + " values (?, ?, ?, 'UTC', true, " + CAP + ", 1)",
                node,
                unit,
                window);
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    List<Tenant> all() {
        return all;
    }

    /// The place of the tenant that asks next.
    int any(SplittableRandom random) {
        return all.size() == 1 || random.nextInt(100) < HOT_PERCENT ? 0 : 1 + random.nextInt(all.size() - 1);
    }
}
