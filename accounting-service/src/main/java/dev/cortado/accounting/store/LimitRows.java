package dev.cortado.accounting.store;

import dev.cortado.accounting.path.LimitCounters;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.Window;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LimitId;
import io.vertx.mutiny.sqlclient.Row;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Rows of limits `l` outer-joined to counters `c`, as records.
final class LimitRows {

    static final String COLUMNS = """
            l.id as tenant_limit, l.version as limit_version, l.node, l.unit, l.window_kind, l.zone, l.next_at,
            l.next_window_kind, l.next_zone, c.id as counter, c.start_at, c.end_at, c.hard, c.cap_in_force,
            c.committed, c.closed_spent + coalesce((select sum(open.posted - open.refunded) from lease open
                where open.counter = c.id and open.state = 'open'), 0)::bigint as spent
            """;

    private LimitRows() {}

    /// By limit, in the order of the rows.
    static List<LimitCounters> read(List<Row> rows) {
        Map<Long, List<Row>> byLimit = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.getLong("tenant_limit") != null) {
                byLimit.computeIfAbsent(row.getLong("tenant_limit"), limit -> new ArrayList<>())
                        .add(row);
            }
        }
        return byLimit.values().stream().map(LimitRows::limit).toList();
    }

    private static LimitCounters limit(List<Row> rows) {
        Row first = rows.getFirst();
        Renewal renewal = renewal(first);
        return new LimitCounters(
                new LimitId(first.getLong("tenant_limit")),
                first.getLong("limit_version"),
                renewal,
                rows.stream()
                        .filter(row -> row.getLong("counter") != null)
                        .map(row -> counter(row, renewal))
                        .toList());
    }

    private static PathCounter counter(Row row, Renewal renewal) {
        Window window = new Window(Database.instant(row, "start_at"), Database.instant(row, "end_at"));
        return new PathCounter(
                new CounterId(row.getLong("counter")),
                new LimitId(row.getLong("tenant_limit")),
                row.getString("node"),
                LimitUnit.ofWord(row.getString("unit")),
                renewal.kindAt(window.start()),
                row.getBoolean("hard"),
                window,
                row.getLong("cap_in_force"),
                row.getLong("committed"),
                row.getLong("spent"));
    }

    static Renewal renewal(Row row) {
        return new Renewal(
                kind(row.getString("window_kind")),
                ZoneId.of(row.getString("zone")),
                row.getOffsetDateTime("next_at") == null
                        ? Optional.empty()
                        : Optional.of(new Renewal.Switch(
                                Database.instant(row, "next_at"),
                                kind(row.getString("next_window_kind")),
                                ZoneId.of(row.getString("next_zone")))));
    }

    static WindowKind kind(String word) {
        return WindowKind.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
