package dev.cortado.bench.simulation.database;

import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.EntryRow;
import dev.cortado.bench.simulation.books.HedgeRow;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.LimitRow;
import dev.cortado.bench.simulation.books.QuarantineRow;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Tables as text, a row a line, once from the model and once by a query: where both hold the same, both read the same.
final class TableTexts {

    static final String MONEY = """
            select coalesce((select string_agg(concat_ws(' ', 'counter', id, tenant_limit, committed, closed_spent,
                    cap_in_force, extract(epoch from start_at)::bigint, extract(epoch from end_at)::bigint,
                    window_kind, zone, hard::text), E'\\n' order by id) from counter), '') || E'\\n' ||
                coalesce((select string_agg(concat_ws(' ', 'lease', id, counter, session, granted, posted, refunded,
                    seq, grown_seq, waiting_seq, state), E'\\n' order by id) from lease), '')""";

    static final String REST = """
            select coalesce((select string_agg(concat_ws(' ', 'session', id, router, class, state), E'\\n'
                    order by id) from session), '') || E'\\n' ||
                coalesce((select string_agg(concat_ws(' ', 'usage', reservation, attempt, charge, operator_borne,
                    bearer, array_to_string(charged, ',')), E'\\n' order by reservation, attempt) from usage), '')
                || E'\\n' ||
                coalesce((select string_agg(concat_ws(' ', 'account', kind, owner, amount), E'\\n'
                    order by kind collate "C", owner collate "C") from (
                    select a.kind, a.owner, sum(e.amount) as amount from entry e join account a on a.id = e.account
                    group by a.kind, a.owner having sum(e.amount) <> 0) s), '') || E'\\n' ||
                coalesce((select string_agg(concat_ws(' ', 'quarantine', partition, log_offset, fault,
                    coalesce(session, 0)), E'\\n' order by partition, log_offset) from quarantine), '') || E'\\n' ||
                coalesce((select string_agg(concat_ws(' ', 'offset', partition, next_offset), E'\\n'
                    order by partition) from consumer_offset), '') || E'\\n' ||
                coalesce((select string_agg(concat_ws(' ', 'limit', id, node, unit, window_kind, zone, hard::text,
                    cap_target, (removed_at is not null)::text, coalesce(extract(epoch from next_at)::bigint || ' ' ||
                    next_window_kind || ' ' || next_zone, '-')), E'\\n' order by id) from tenant_limit), '') || E'\\n' ||
                coalesce((select string_agg('suspended ' || id, E'\\n' order by id collate "C") from (
                    select id, state from organisation union all select id, state from team
                    union all select id, state from project union all select id, state from api_key) nodes
                    where state = 'suspended'), '') || E'\\n' ||
                coalesce((select string_agg(concat_ws(' ', 'hedge', reservation, attempt, hedge_of, settled::text),
                    E'\\n' order by reservation) from hedge), '') || E'\\n' ||
                (select 'alarms ' || count(*) filter (where kind = 'alarm') || ', dead letters '
                    || count(*) filter (where kind = 'dead-letter') from outbox)""";

    private TableTexts() {}

    static String money(Tables tables) {
        return lines(rows(tables.counters()).map(TableTexts::text))
                + "\n"
                + lines(rows(tables.leases()).map(TableTexts::text));
    }

    static String rest(Tables tables) {
        Map<String, Long> accounts = new TreeMap<>();
        for (EntryRow entry : tables.entries()) {
            accounts.merge(entry.kind() + " " + entry.owner(), entry.amount(), Math::addExact);
        }
        return Stream.of(
                        lines(rows(tables.sessions()).map(TableTexts::text)),
                        lines(rows(tables.usage()).map(TableTexts::text)),
                        lines(accounts.entrySet().stream()
                                .filter(account -> account.getValue() != 0)
                                .map(account -> "account " + account.getKey() + " " + account.getValue())),
                        lines(quarantine(tables.quarantine())),
                        lines(tables.offsets().entrySet().stream()
                                .map(offset -> "offset " + offset.getKey() + " " + offset.getValue())),
                        lines(rows(tables.limits()).map(TableTexts::text)),
                        lines(rows(tables.suspended()).map(node -> "suspended " + node)),
                        lines(rows(tables.hedges()).map(TableTexts::text)),
                        "alarms " + tables.alarms() + ", dead letters " + tables.deadLetters())
                .collect(Collectors.joining("\n"));
    }

    private static String text(CounterRow counter) {
        return spaced(
                "counter",
                counter.id,
                counter.limit.id,
                counter.committed(),
                counter.closedSpent(),
                counter.capInForce(),
                counter.window.start().getEpochSecond(),
                counter.window.end().getEpochSecond(),
                counter.rule.kind().word(),
                counter.rule.zone().getId(),
                counter.isHard());
    }

    private static String text(LeaseRow lease) {
        return spaced(
                "lease",
                lease.id,
                lease.counter.id,
                lease.session.id,
                lease.granted(),
                lease.posted(),
                lease.refunded(),
                lease.seq(),
                lease.grownSeq(),
                lease.waitingSeq(),
                lease.isOpen() ? "open" : "closed");
    }

    private static String text(LimitRow limit) {
        return spaced(
                "limit",
                limit.id,
                limit.node,
                limit.unit.word(),
                limit.renewal().kind().word(),
                limit.renewal().zone().getId(),
                limit.isHard(),
                limit.capTarget(),
                limit.isRemoved(),
                limit.renewal()
                        .next()
                        .map(next -> spaced(
                                next.at().getEpochSecond(),
                                next.kind().word(),
                                next.zone().getId()))
                        .orElse("-"));
    }

    private static String text(HedgeRow hedge) {
        return spaced("hedge", hedge.reservation().value(), hedge.attempt(), hedge.hedgeOf(), hedge.settled());
    }

    private static String text(SessionRow session) {
        return spaced(
                "session",
                session.id,
                session.router,
                session.sessionClass.name().toLowerCase(Locale.ROOT),
                session.state().name().toLowerCase(Locale.ROOT));
    }

    private static String text(UsageRow row) {
        var permission = row.usage().permission();
        return spaced(
                "usage",
                permission.reservation().value(),
                permission.attempt(),
                row.charge(),
                row.operatorCost(),
                row.bearer(),
                row.charged().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private static Stream<String> quarantine(List<QuarantineRow> rows) {
        return rows.stream()
                .sorted(Comparator.comparingInt(QuarantineRow::partition).thenComparingLong(QuarantineRow::offset))
                .map(row -> spaced("quarantine", row.partition(), row.offset(), row.fault(), row.session()));
    }

    private static <T> Stream<T> rows(Iterable<T> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static String spaced(Object... parts) {
        return Stream.of(parts).map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String lines(Stream<String> lines) {
        return lines.collect(Collectors.joining("\n"));
    }
}
