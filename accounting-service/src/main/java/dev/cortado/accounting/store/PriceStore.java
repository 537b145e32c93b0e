package dev.cortado.accounting.store;

import dev.cortado.accounting.pricing.Lane;
import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.pricing.PriceRow;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// The price book in force.
@ApplicationScoped
public class PriceStore {

    private static final String FIND_BOOK = """
            select v.version, v.effective_at, p.variant, p.pool, p.lane, p.prompt_pico_usd, p.cached_prompt_pico_usd,
                p.cache_write_pico_usd, p.completion_pico_usd
            from (select * from price_version order by ordinal desc limit 1) v left join price p using (version)
            order by p.variant, p.pool, p.lane""";

    private final Database database;

    PriceStore(Database database) {
        this.database = database;
    }

    /// The newest version; empty before the first.
    public Uni<Optional<PriceBook>> current() {
        return database.rows(FIND_BOOK, Tuple.tuple()).map(PriceStore::book);
    }

    private static Optional<PriceBook> book(List<Row> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        PriceVersion version = new PriceVersion(rows.getFirst().getString("version"));
        return Optional.of(new PriceBook(
                version,
                Database.instant(rows.getFirst(), "effective_at"),
                rows.stream()
                        .filter(row -> row.getValue("variant") != null)
                        .map(row -> row(version, row))
                        .toList()));
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
