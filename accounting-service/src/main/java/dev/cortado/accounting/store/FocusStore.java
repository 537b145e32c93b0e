package dev.cortado.accounting.store;

import dev.cortado.accounting.report.FocusRow;
import dev.cortado.accounting.report.FocusRow.Party;
import dev.cortado.accounting.report.FocusRow.Sku;
import dev.cortado.accounting.report.FocusRow.Usage;
import dev.cortado.accounting.report.Meter;
import dev.cortado.accounting.report.SpendQuery;
import dev.cortado.contracts.unit.NanoUsd;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// The rows of a bill, summed by the database.
@ApplicationScoped
public class FocusStore {

    /// Whatever tells rows apart, with the price itself: what two prices gave is never on one row.
    private static final String KEYS = "day, organisation, team, project, variant, pool, lane, price_version, tags, "
            + "period, carried, corrected_period, meter, price";

    private static final String METERED = """
            select l.day, l.organisation, l.team, l.project, l.variant, l.pool, l.lane, l.price_version,
                l.metadata || node_tags(l.organisation, l.team, l.project, l.key) as tags, l.period, l.carried,
                l.corrected_period, m.meter, m.tokens,
                case when m.tokens > 0 then div(m.pico_usd, m.tokens) end as price, m.charge
            from spend_line l, lateral unnest(
                array[l.prompt_tokens, l.cached_prompt_tokens, l.cache_write_tokens, l.completion_tokens]::bigint[],
                l.meter_pico_usd, l.meter_charge) with ordinality as m (tokens, pico_usd, charge, meter)
            where not l.corrects and (m.tokens > 0 or m.charge <> 0) and""";

    private static final String CORRECTED = """
            select l.day, l.organisation, l.team, l.project, l.variant, l.pool, l.lane, l.price_version,
                l.metadata || node_tags(l.organisation, l.team, l.project, l.key) as tags, l.period, l.carried,
                l.corrected_period, 0::bigint as meter, 0 as tokens,
                sign(l.correction)::numeric as price, l.correction as charge
            from spend_line l where l.corrects and""";

    private final ReportReads reads;

    FocusStore(ReportReads reads) {
        this.reads = reads;
    }

    /// Every row, as the reader takes them; one snapshot.
    public Multi<FocusRow> all(SpendQuery query) {
        SpendSql sql = SpendSql.of(query, FocusStore::statement);
        return reads.stream(sql.text(), sql.parameters()).map(FocusStore::row);
    }

    private static String statement(String conditions) {
        return "with line as (" + METERED + " " + conditions + " union all " + CORRECTED + " " + conditions
                + "), summed as (select " + KEYS + ", sum(tokens)::bigint as tokens, sum(charge)::bigint as charge"
                + " from line group by " + KEYS + ") select s.*, o.name as organisation_name, t.name as team_name,"
                + " p.name as project_name from summed s left join organisation o on o.id = s.organisation"
                + " left join team t on t.id = s.team left join project p on p.id = s.project order by " + KEYS;
    }

    private static FocusRow row(Row row) {
        int meter = row.getInteger("meter");
        return new FocusRow(
                row.getLocalDate("day"),
                month(row.getLocalDate("period")),
                party(row, "organisation"),
                party(row, "team"),
                party(row, "project"),
                new Sku(
                        row.getString("variant"),
                        row.getString("pool"),
                        row.getString("lane"),
                        row.getString("price_version")),
                row.getJsonObject("tags").encode(),
                meter == 0
                        ? Optional.empty()
                        : Optional.of(new Usage(Meter.at(meter), row.getLong("tokens"), price(row))),
                NanoUsd.of(row.getLong("charge")),
                row.getBoolean("carried"),
                Optional.ofNullable(row.getLocalDate("corrected_period")).map(FocusStore::month));
    }

    private static Party party(Row row, String what) {
        String name = row.getString(what + "_name");
        return new Party(row.getString(what), name == null ? "" : name);
    }

    /// A meter without tokens has none.
    private static long price(Row row) {
        var price = row.getNumeric("price");
        return price == null ? 0 : price.bigIntegerValue().longValueExact();
    }

    private static YearMonth month(LocalDate day) {
        return YearMonth.from(day);
    }
}
