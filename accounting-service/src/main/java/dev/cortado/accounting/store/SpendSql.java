package dev.cortado.accounting.store;

import dev.cortado.accounting.report.Cursor;
import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.Meter;
import dev.cortado.accounting.report.Span;
import dev.cortado.accounting.report.SpendQuery;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A report's statement. Its text is put together from words of ours only; whatever a user sent is a parameter.
final class SpendSql {

    private static final String SUMS = "sum(requests)::bigint as requests, "
            + "sum(prompt_tokens)::bigint as prompt_tokens, "
            + "sum(cached_prompt_tokens)::bigint as cached_prompt_tokens, "
            + "sum(cache_write_tokens)::bigint as cache_write_tokens, "
            + "sum(completion_tokens)::bigint as completion_tokens, "
            + IntStream.rangeClosed(1, Meter.values().length)
                    .mapToObj(meter -> "sum(meter_charge[" + meter + "])::bigint as meter_" + meter + ", ")
                    .collect(Collectors.joining())
            + "sum(charge)::bigint as charge, sum(correction)::bigint as corrections, "
            + "sum(operator_cost)::bigint as operator_cost, sum(operator_borne)::bigint as operator_borne, "
            + "sum(requests) filter (where was_carried)::bigint as carried_requests, "
            + "sum(charge) filter (where was_carried)::bigint as carried_charge, "
            + "sum(profile_requests)::bigint as profile_requests, "
            + "sum(profile_tokens_in_prompt)::bigint as profile_tokens_in_prompt, "
            + "sum(profile_tokens_saved)::bigint as profile_tokens_saved, "
            + "sum(profile_saved_pico_most) as profile_saved_pico_most, "
            + "sum(profile_saved_pico_least) as profile_saved_pico_least";

    /// The tags of the nodes on a line's path.
    private static final String NODES = levelsUpwards()
            .map(level -> " left join tenant_node of_" + level + " on of_" + level + ".id = l." + level + " and of_"
                    + level + ".organisation = l.organisation")
            .collect(Collectors.joining());

    private final StringBuilder text = new StringBuilder();
    private final Tuple parameters = Tuple.tuple();

    private SpendSql() {}

    /// @param after only lines behind this one
    /// @param most at most so many lines; empty: all
    static SpendSql of(SpendQuery query, Optional<Cursor> after, Optional<Integer> most) {
        SpendSql sql = new SpendSql();
        List<Grouping> groupings = query.groupings();
        List<String> keys = keys("k", groupings);
        sql.text.append("with line as (select ");
        for (int i = 0; i < groupings.size(); i++) {
            sql.text.append(
                    "(" + sql.value(groupings.get(i), query.span()) + ") collate \"C\" as " + keys.get(i) + ", ");
        }
        sql.text.append("l.*, l.carried as was_carried from spend_line l");
        if (groupings.stream().anyMatch(Grouping.NodeTag.class::isInstance)) {
            sql.text.append(NODES);
        }
        sql.text.append(" where ");
        sql.where(query);
        sql.text.append("), summed as (select ");
        keys.forEach(key -> sql.text.append(key).append(", "));
        sql.text.append(SUMS).append(" from line");
        after.ifPresent(cursor -> sql.text.append(" where (" + String.join(", ", keys) + ") > ("
                + cursor.keys().stream().map(sql::parameter).collect(Collectors.joining(", ")) + ")"));
        if (!keys.isEmpty()) {
            String list = String.join(", ", keys);
            sql.text.append(" group by " + list + " order by " + list);
        }
        most.ifPresent(rows -> sql.text.append(" limit " + sql.parameter(rows.longValue())));
        sql.text.append(")");
        sql.named(groupings, keys);
        return sql;
    }

    /// A statement of another form over the same lines.
    ///
    /// @param form puts the conditions on `l`, a row of spend_line, into a statement; more than once if it likes
    static SpendSql of(SpendQuery query, UnaryOperator<String> form) {
        SpendSql sql = new SpendSql();
        sql.where(query);
        String conditions = sql.text.toString();
        sql.text.setLength(0);
        sql.text.append(form.apply(conditions));
        return sql;
    }

    String text() {
        return text.toString();
    }

    Tuple parameters() {
        return parameters;
    }

    /// Names of columns, "k1" and on.
    static List<String> keys(String prefix, List<Grouping> groupings) {
        return IntStream.rangeClosed(1, groupings.size())
                .mapToObj(i -> prefix + i)
                .toList();
    }

    private void where(SpendQuery query) {
        Span span = query.span();
        List<String> conditions = new ArrayList<>();
        query.node().ifPresent(node -> {
            conditions.add("l.organisation = " + parameter(node.organisation()));
            if (node.level() != Grouping.Level.ORGANISATION) {
                conditions.add("l." + node.level().word() + " = " + parameter(node.id()));
            }
        });
        conditions.add("l.day between " + parameter(span.firstUtcDay()) + " and " + parameter(span.lastUtcDay()));
        conditions.add("l.at >= " + parameter(utc(span.from())));
        conditions.add("l.at < " + parameter(utc(span.to())));
        for (Map.Entry<Grouping, String> filter : query.filters().entrySet()) {
            conditions.add(value(filter.getKey(), span) + " = " + parameter(filter.getValue()));
        }
        text.append(String.join(" and ", conditions));
    }

    /// What a line has for this grouping, as text.
    private String value(Grouping grouping, Span span) {
        return switch (grouping) {
            case Grouping.Level level -> "l." + level.word();
            case Grouping.Attribute attribute ->
                switch (attribute) {
                    case VARIANT, POOL, LANE, PROFILE -> "l." + attribute.word();
                    case PROFILE_VERSION -> "l.profile_version";
                    case PERIOD -> "to_char(l.period, 'YYYY-MM')";
                    case CARRIED -> "l.carried::text";
                };
            case Grouping.Day _ -> {
                List<Span.Day> days = span.localDays();
                yield "("
                        + parameter(
                                days.stream().map(day -> day.date().toString()).toArray(String[]::new))
                        + "::text[])[width_bucket(l.at, "
                        + parameter(days.stream().map(day -> utc(day.start())).toArray(OffsetDateTime[]::new))
                        + "::timestamptz[])]";
            }
            case Grouping.Tag tag -> "coalesce(l.metadata ->> " + parameter(tag.key()) + "::text, '')";
            case Grouping.NodeTag tag -> {
                String key = parameter(tag.key()) + "::text";
                yield "coalesce("
                        + levelsUpwards()
                                .map(level -> "of_" + level + ".tags ->> " + key + ", ")
                                .collect(Collectors.joining())
                        + "'')";
            }
        };
    }

    /// The sums with the names of tenant nodes beside them.
    private void named(List<Grouping> groupings, List<String> keys) {
        text.append(" select summed.*");
        StringBuilder joins = new StringBuilder();
        for (int i = 0; i < groupings.size(); i++) {
            if (groupings.get(i) instanceof Grouping.Level level) {
                String table = level == Grouping.Level.KEY ? "api_key" : level.word();
                String alias = "t" + (i + 1);
                text.append(", " + alias + ".name as n" + (i + 1));
                joins.append(" left join " + table + " " + alias + " on " + alias + ".id = summed." + keys.get(i));
            }
        }
        text.append(" from summed").append(joins);
        if (!keys.isEmpty()) {
            text.append(" order by ").append(String.join(", ", keys));
        }
    }

    private String parameter(Object value) {
        parameters.addValue(value);
        return "$" + parameters.size();
    }

    /// The nearest node's tag counts.
    private static Stream<String> levelsUpwards() {
        return Arrays.stream(Grouping.Level.values())
                .sorted(Comparator.reverseOrder())
                .map(Grouping.Level::word);
    }

    private static OffsetDateTime utc(java.time.Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
