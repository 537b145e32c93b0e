package dev.cortado.bench.faults;

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

/// A thousand tenants and a hot one, each with a hard money limit on its organisation that is six tenths of what it
/// will ask for, and limits in requests and tokens on the levels below that never bind.
final class FaultTenants {

    private static final long LOOSE_CAP = 1L << 40;

    private final List<FaultTenant> tenants;
    private final int hotPercent;

    private FaultTenants(List<FaultTenant> tenants, int hotPercent) {
        this.tenants = List.copyOf(tenants);
        this.hotPercent = hotPercent;
    }

    /// A key as the launcher made it.
    record Key(String text, String publicId, String secretSha256) {}

    /// @param keys a file of keys, the first one for the hot tenant
    /// @param demandNanoUsd what all tenants together will ask for
    /// @param hotPercent the hot tenant's share of the requests
    static FaultTenants make(Connection connection, Path keys, long demandNanoUsd, int hotPercent)
            throws IOException, SQLException {
        List<Key> all = new ObjectMapper().readValue(keys.toFile(), new TypeReference<List<Key>>() {});
        long hotCap = demandNanoUsd / 100 * hotPercent * 6 / 10;
        long otherCap = demandNanoUsd / 100 * (100 - hotPercent) / (all.size() - 1) * 6 / 10;
        List<FaultTenant> tenants = new ArrayList<>();
        connection.setAutoCommit(false);
        try {
            for (int n = 0; n < all.size(); n++) {
                long cap = n == 0 ? hotCap : otherCap;
                insert(connection, n, all.get(n), cap);
                tenants.add(new FaultTenant("fault-o" + n, all.get(n).text(), cap));
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
        return new FaultTenants(tenants, hotPercent);
    }

    private static void insert(Connection connection, int n, Key key, long cap) throws SQLException {
        run(connection, "insert into organisation (id, name) values (?, ?)", "fault-o" + n, "fault-o" + n);
        run(
                connection,
                "insert into team (id, organisation, name) values (?, ?, 'team')",
                "fault-t" + n,
                "fault-o" + n);
        run(
                connection,
                "insert into project (id, organisation, team, name) values (?, ?, ?, 'project')",
                "fault-p" + n,
                "fault-o" + n,
                "fault-t" + n);
        run(
                connection,
                "insert into api_key (id, public_id, secret_sha256, organisation, project, name)"
                        + " values (?, ?, ?, ?, ?, 'bench')",
                "fault-k" + n,
                key.publicId(),
                HexFormat.of().parseHex(key.secretSha256()),
                "fault-o" + n,
                "fault-p" + n);
        limit(connection, "fault-o" + n, "nano-usd", "total", cap);
        limit(connection, "fault-p" + n, "requests", "hour", LOOSE_CAP);
        limit(connection, "fault-k" + n, "tokens", "day", LOOSE_CAP);
    }

    private static void limit(Connection connection, String node, String unit, String window, long cap)
            throws SQLException {
        run(
                connection,
                "insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)"
                        + " values (?, ?, ?, 'UTC', true, ?, 1)",
                node,
                unit,
                window,
                cap);
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    List<FaultTenant> all() {
        return tenants;
    }

    FaultTenant any(SplittableRandom random) {
        return random.nextInt(100) < hotPercent
                ? tenants.getFirst()
                : tenants.get(1 + random.nextInt(tenants.size() - 1));
    }
}
