package dev.cortado.accounting.store;

import dev.cortado.accounting.pricing.Lane;
import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.pricing.PriceRow;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Price books: the one in force, those to come, and each version there ever was.
@ApplicationScoped
public class PriceStore {

    private static final String ROWS = """
            select v.version, v.effective_at, p.variant, p.pool, p.lane, p.prompt_pico_usd, p.cached_prompt_pico_usd,
                p.cache_write_pico_usd, p.completion_pico_usd
            from shown v left join price p using (version)
            order by v.effective_at, v.ordinal, p.variant, p.pool, p.lane""";

    private static final String IN_FORCE =
            "(select * from price_version where effective_at <= %s order by effective_at desc, ordinal desc limit 1)";

    private static final String FIND_AT = "with shown as " + IN_FORCE.formatted("$1") + ROWS;

    private static final String FIND_VERSION = "with shown as (select * from price_version where version = $1)" + ROWS;

    private static final String FIND_PRESENT_AND_COMING = """
            with t as materialized (select clock_timestamp() as now),
            shown as (
            """ + IN_FORCE.formatted("(select now from t)") + """
                union all (select * from price_version where effective_at > (select now from t)))
            """ + ROWS;

    private static final String FIND_VERSIONS = """
            select v.version, v.ordinal, v.effective_at, (select count(*) from price p where p.version = v.version)
                as rows, v.version = (select f.version from (
            """ + IN_FORCE.formatted("clock_timestamp()") + """
                ) f) as in_force
            from price_version v where v.ordinal < $1 order by v.ordinal desc limit $2""";

    private final Database database;

    PriceStore(Database database) {
        this.database = database;
    }

    /// The version in force now; empty before the first.
    public Uni<Optional<PriceBook>> current() {
        return database.rows("select clock_timestamp() as now", Tuple.tuple())
                .flatMap(rows -> at(Database.instant(rows.getFirst(), "now")));
    }

    /// The version in force at this time, by what is published now.
    public Uni<Optional<PriceBook>> at(Instant time) {
        return database.rows(FIND_AT, Tuple.of(time.atOffset(ZoneOffset.UTC))).map(PriceStore::first);
    }

    public Uni<Optional<PriceBook>> version(String version) {
        return database.rows(FIND_VERSION, Tuple.of(version)).map(PriceStore::first);
    }

    /// The version in force and all that are to come, in the order of their times; the synchronous standby has them:
    /// what routers sign by them is to be posted whichever database has the books then.
    public Uni<List<PriceBook>> presentAndComing() {
        return database.rows(FIND_PRESENT_AND_COMING, Tuple.tuple())
                .map(PriceStore::books)
                .call(database::prove);
    }

    /// Versions from the newest on, those published before one.
    public Uni<List<TenantViews.PriceVersionLine>> versions(long beforeOrdinal, int most) {
        return database.rows(FIND_VERSIONS, Tuple.of(beforeOrdinal, most))
                .map(rows -> rows.stream()
                        .map(row -> new TenantViews.PriceVersionLine(
                                row.getString("version"),
                                row.getLong("ordinal"),
                                Database.instant(row, "effective_at"),
                                Boolean.TRUE.equals(row.getBoolean("in_force")),
                                row.getInteger("rows")))
                        .toList());
    }

    private static Optional<PriceBook> first(List<Row> rows) {
        return books(rows).stream().findFirst();
    }

    private static List<PriceBook> books(List<Row> rows) {
        Map<String, List<Row>> byVersion = new LinkedHashMap<>();
        rows.forEach(row -> byVersion
                .computeIfAbsent(row.getString("version"), version -> new ArrayList<>())
                .add(row));
        return byVersion.values().stream().map(PriceStore::book).toList();
    }

    private static PriceBook book(List<Row> rows) {
        PriceVersion version = new PriceVersion(rows.getFirst().getString("version"));
        return new PriceBook(
                version,
                Database.instant(rows.getFirst(), "effective_at"),
                rows.stream()
                        .filter(row -> row.getValue("variant") != null)
                        .map(row -> row(version, row))
                        .toList());
    }

    private static PriceRow row(PriceVersion version, Row row) {
        return new PriceRow(
                new VariantId(row.getString("variant")),
                row.getString("pool"),
                Lane.ofWord(row.getString("lane")),
                new TokenPriceList(
                        version,
                        new PicoUsdPerToken(row.getLong("prompt_pico_usd")),
                        new PicoUsdPerToken(row.getLong("cached_prompt_pico_usd")),
                        new PicoUsdPerToken(row.getLong("cache_write_pico_usd")),
                        new PicoUsdPerToken(row.getLong("completion_pico_usd"))));
    }
}
