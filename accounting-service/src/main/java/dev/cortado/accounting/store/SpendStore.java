package dev.cortado.accounting.store;

import dev.cortado.accounting.report.Cursor;
import dev.cortado.accounting.report.Figures;
import dev.cortado.accounting.report.Figures.MeterSum;
import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.Meter;
import dev.cortado.accounting.report.SpendLine;
import dev.cortado.accounting.report.SpendPage;
import dev.cortado.accounting.report.SpendQuery;
import dev.cortado.contracts.unit.NanoUsd;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reports of spend, summed by the database.
@ApplicationScoped
public class SpendStore {

    private static final int PICO_DIGITS = 12;
    private static final String FIRST_DAY = """
            select least($1::date,
                (select min(day) from correction where period = $1 and ($2 = '' or organisation = $2)),
                (select min(day) from usage where period = $1 and carried and day >= $1::date - $3::int
                    and ($2 = '' or organisation = $2))) as day""";

    private final ReportReads reads;

    SpendStore(ReportReads reads) {
        this.reads = reads;
    }

    /// The day of the oldest request of which the books of this month hold anything; its first one at the latest.
    ///
    /// @param organisation whose requests; empty: everybody's
    /// @param carriedDaysMax how many days before the month what is carried into it may be; corrections
    /// may be of any
    public Uni<LocalDate> firstDay(YearMonth month, Optional<String> organisation, int carriedDaysMax) {
        return reads.read(connection -> connection
                .preparedQuery(FIRST_DAY)
                .execute(Tuple.of(month.atDay(1), organisation.orElse(""), carriedDaysMax))
                .map(rows -> rows.iterator().next().getLocalDate("day")));
    }

    /// @param most lines of the page
    public Uni<SpendPage> page(SpendQuery query, Optional<Cursor> after, int most) {
        SpendSql sql = SpendSql.of(query, after, Optional.of(most + 1));
        return reads.read(connection -> asOf(connection)
                .flatMap(asOf -> connection
                        .preparedQuery(sql.text())
                        .execute(sql.parameters())
                        .map(rows -> page(query, rows, most, asOf))));
    }

    /// Every line, as the reader takes them; one snapshot.
    public Multi<SpendLine> all(SpendQuery query) {
        SpendSql sql = SpendSql.of(query, Optional.empty(), Optional.empty());
        return reads.stream(sql.text(), sql.parameters()).map(row -> line(query.groupings(), row));
    }

    private static Uni<Instant> asOf(SqlConnection connection) {
        return connection
                .query("select " + ReportStore.AS_OF)
                .execute()
                .map(rows -> Database.instant(rows.iterator().next(), "as_of"));
    }

    private static SpendPage page(SpendQuery query, RowSet<Row> rows, int most, Instant asOf) {
        List<SpendLine> lines = new ArrayList<>(rows.size());
        rows.forEach(row -> lines.add(line(query.groupings(), row)));
        boolean more = lines.size() > most;
        if (more) {
            lines.removeLast();
        }
        Optional<Cursor> next = more
                ? Optional.of(new Cursor(
                        query.span().from(), query.span().to(), lines.getLast().keys()))
                : Optional.empty();
        return new SpendPage(lines, next, asOf);
    }

    private static SpendLine line(List<Grouping> groupings, Row row) {
        List<String> keys = new ArrayList<>(groupings.size());
        List<Optional<String>> names = new ArrayList<>(groupings.size());
        for (int i = 0; i < groupings.size(); i++) {
            keys.add(row.getString("k" + (i + 1)));
            names.add(
                    groupings.get(i) instanceof Grouping.Level
                            ? Optional.ofNullable(row.getString("n" + (i + 1)))
                            : Optional.empty());
        }
        return new SpendLine(keys, names, figures(row));
    }

    private static Figures figures(Row row) {
        List<MeterSum> meters = new ArrayList<>();
        for (Meter meter : Meter.values()) {
            meters.add(new MeterSum(number(row, meter.word() + "_tokens"), money(row, "meter_" + meter.place())));
        }
        return new Figures(
                number(row, "requests"),
                meters,
                money(row, "charge"),
                money(row, "corrections"),
                money(row, "operator_cost"),
                money(row, "operator_borne"),
                number(row, "carried_requests"),
                money(row, "carried_charge"),
                new Figures.Profiles(
                        number(row, "profile_requests"),
                        number(row, "profile_tokens_in_prompt"),
                        number(row, "profile_tokens_saved"),
                        usd(row, "profile_saved_pico_most"),
                        usd(row, "profile_saved_pico_least")));
    }

    /// Exact: what was not charged was not rounded either.
    private static BigDecimal usd(Row row, String column) {
        BigDecimal picos = row.getBigDecimal(column);
        return picos == null
                ? BigDecimal.ZERO
                : picos.movePointLeft(PICO_DIGITS).stripTrailingZeros();
    }

    private static NanoUsd money(Row row, String column) {
        return NanoUsd.of(number(row, column));
    }

    /// Sums over nothing are null.
    private static long number(Row row, String column) {
        Long number = row.getLong(column);
        return number == null ? 0 : number;
    }
}
