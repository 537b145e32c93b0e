package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.store.Writes.Change;
import dev.cortado.accounting.store.Writes.Outcome;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

/// Publishes price books. A version is written once, and takes over at its time.
@ApplicationScoped
public class PriceAdministration {

    private static final String ADD_VERSION =
            "insert into price_version (version, effective_at) values (:version, :at)";
    private static final String COUNT_COMING =
            "select count(*) from price_version where effective_at > clock_timestamp()";

    /// One statement for any number of rows.
    private static final String ADD_ROWS = """
            insert into price (version, variant, pool, lane, prompt_pico_usd, cached_prompt_pico_usd,
                cache_write_pico_usd, completion_pico_usd)
            select :version, r.* from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r (variant text,
                pool text, lane text, prompt bigint, cached_prompt bigint, cache_write bigint, completion bigint)""";
    private static final String TELL =
            "select cast(pg_notify('accounting_changes', '{\"change\": \"prices\"}') as text)";

    private final Writes writes;
    private final int comingMax;

    PriceAdministration(Writes writes, AccountingConfiguration configuration) {
        this.writes = writes;
        this.comingMax = configuration.priceVersionsComingMax();
    }

    /// @param check whether the book may be published now, which is not asked of a repetition; what it
    ///     throws is what comes of the write
    public Uni<WriteAnswer> publish(WriteOrder order, PriceBook book, Object view, Runnable check) {
        return writes.run(order, session -> {
                    check.run();
                    return published(session, book, view);
                })
                .map(answer -> answer instanceof WriteAnswer.Conflict taken
                                && taken.field().equals("name")
                        ? new WriteAnswer.Conflict("version", "this version is there already; a version never changes")
                        : answer);
    }

    private Uni<Outcome> published(Mutiny.Session session, PriceBook book, Object view) {
        return add(session, book)
                .chain(() -> session.createNativeQuery(COUNT_COMING, Long.class).getSingleResult())
                .map(coming -> coming > comingMax
                        ? new Outcome.Refused(
                                new WriteAnswer.Conflict("effectiveAt", comingMax + " versions are to come already"))
                        : new Outcome.Changed(
                                new Change("prices/" + book.version().value(), false, view, view)));
    }

    private static Uni<String> add(Mutiny.Session session, PriceBook book) {
        return session.createNativeQuery(ADD_VERSION)
                .setParameter("version", book.version().value())
                .setParameter("at", book.effectiveAt())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(ADD_ROWS)
                        .setParameter("version", book.version().value())
                        .setParameter("rows", rows(book))
                        .executeUpdate())
                .chain(() -> session.createNativeQuery(TELL, String.class).getSingleResult());
    }

    private static String rows(PriceBook book) {
        JsonArray rows = new JsonArray();
        book.rows()
                .forEach(row -> rows.add(new JsonObject()
                        .put("variant", row.variant().value())
                        .put("pool", row.pool())
                        .put("lane", row.lane().word())
                        .put("prompt", row.prices().prompt().picos())
                        .put("cached_prompt", row.prices().cachedPrompt().picos())
                        .put("cache_write", row.prices().cacheWrite().picos())
                        .put("completion", row.prices().completion().picos())));
        return rows.encode();
    }
}
