package dev.cortado.accounting.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.accounting.configuration.BootstrapConfiguration;
import dev.cortado.accounting.configuration.BootstrapFile;
import dev.cortado.accounting.pricing.Lane;
import dev.cortado.accounting.pricing.PoolRate;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Applies the bootstrap file, in one transaction: what is missing is made and stands in the audit log, what exists is
/// left as it is. Instances that start together apply it one after the other.
@ApplicationScoped
public class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class);

    private static final String ACTOR = "bootstrap";
    private static final String AUDIT = """
            insert into audit (actor, action, node, detail, after) values ($1, $2, $3, '{}', $4)""";

    /// The first writes for longer than a lock may be waited for elsewhere.
    private static final List<String> ALONE = List.of(
            "select set_config('lock_timeout', '60s', true)",
            "select pg_advisory_xact_lock(hashtext('accounting.bootstrap'))");

    /// @param action the word of the audit, as for the same change by the API
    /// @param sql makes what is missing, and tells of it: the node it is of, and what is kept of it as `made`
    private record Step(String action, String sql, Tuple parameters) {}

    private final Database database;
    private final Optional<Path> file;

    Bootstrap(Database database, BootstrapConfiguration configuration) {
        this.database = database;
        this.file = configuration.file();
    }

    public Uni<Void> apply() {
        return file.isEmpty() ? Uni.createFrom().voidItem() : apply(read(file.get()));
    }

    private Uni<Void> apply(BootstrapFile content) {
        List<Step> steps = steps(content);
        return database.pool()
                .withTransaction(connection -> alone(connection).chain(() -> inOrder(connection, steps, 0)))
                .chain(database::prove)
                .invoke(done -> LOG.infof("bootstrap file applied"));
    }

    private static Uni<Void> alone(SqlConnection connection) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (String statement : ALONE) {
            done = done.chain(() -> connection.query(statement).execute().replaceWithVoid());
        }
        return done;
    }

    private static Uni<Void> inOrder(SqlConnection connection, List<Step> steps, int at) {
        if (at == steps.size()) {
            return Uni.createFrom().voidItem();
        }
        Step step = steps.get(at);
        return connection
                .preparedQuery(step.sql())
                .execute(step.parameters())
                .flatMap(made -> tell(connection, step, made))
                .chain(() -> inOrder(connection, steps, at + 1));
    }

    private static Uni<Void> tell(SqlConnection connection, Step step, RowSet<Row> made) {
        if (made.size() == 0) {
            return Uni.createFrom().voidItem();
        }
        Row row = made.iterator().next();
        return connection
                .preparedQuery(AUDIT)
                .execute(Tuple.of(ACTOR, step.action(), row.getString("node"), row.getJsonObject("made")))
                .replaceWithVoid();
    }

    private static List<Step> steps(BootstrapFile content) {
        List<Step> steps = new ArrayList<>();
        var organisation = content.organisation();
        steps.add(new Step("create organisation", """
                insert into organisation (id, name) select $1, $2
                where not exists (select 1 from organisation where id = $1)
                returning id as node, jsonb_build_object('id', id, 'name', name) as made""", Tuple.of(organisation.id(), organisation.name())));
        steps.add(new Step(
                "create team",
                """
                insert into team (id, organisation, name) select $1, $2, $3
                where not exists (select 1 from team where id = $1)
                returning id as node, jsonb_build_object('id', id, 'name', name) as made""",
                Tuple.of(content.team().id(), organisation.id(), content.team().name())));
        steps.add(new Step(
                "create project",
                """
                insert into project (id, organisation, team, name) select $1, $2, $3, $4
                where not exists (select 1 from project where id = $1)
                returning id as node, jsonb_build_object('id', id, 'name', name) as made""",
                Tuple.of(
                        content.project().id(),
                        organisation.id(),
                        content.team().id(),
                        content.project().name())));
        content.key()
                .ifPresent(key -> steps.add(new Step(
                        "create key",
                        """
                        insert into api_key (id, public_id, secret_sha256, organisation, project, name)
                        select 'key-' || $1, $1, $2, $3, $4, $5
                        where not exists (select 1 from api_key where public_id = $1)
                        returning id as node, jsonb_build_object('id', id, 'name', name) as made""",
                        Tuple.of(
                                key.publicId(),
                                Buffer.buffer(HexFormat.of().parseHex(key.secretSha256())),
                                organisation.id(),
                                content.project().id(),
                                key.name()))));
        content.limit()
                .ifPresent(limit -> steps.add(new Step(
                        "create limit",
                        """
                        insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)
                        select $1, $2, $3, $4, $5, $6, version from configuration
                        where not exists (select 1 from tenant_limit where node = $1 and unit = $2)
                        returning node, jsonb_build_object('id', id, 'unit', unit, 'window', window_kind, 'zone', zone,
                            'hard', hard, 'cap', cap_target) as made""",
                        Tuple.of(limit.node(), limit.unit(), limit.window(), limit.zone(), limit.hard(), cap(limit)))));
        content.prices().ifPresent(prices -> addPrices(steps, prices));
        content.poolRates()
                .ifPresent(rates -> rates.forEach(rate -> steps.add(new Step("add pool rate", """
                        select said ->> 'node' as node, said -> 'answer' as made
                        from (select add_pool_rate($1, $2, $3, $4, $5, $6, null) as said
                            where not exists (select 1 from pool_rate where pool = $1)) rated""", hour(rate)))));
        return steps;
    }

    private static Tuple hour(BootstrapFile.PoolRate line) {
        PoolRate rate = new PoolRate(
                NanoUsd.ofUsd(line.usdPerHour()),
                line.watts().orElse(BigDecimal.ZERO),
                line.pue().orElse(BigDecimal.ONE),
                NanoUsd.ofUsd(line.usdPerKilowattHour().orElse("0")));
        return Tuple.tuple()
                .addString(line.pool())
                .addLong(rate.perHour().nanos())
                .addLong(rate.hardware().nanos())
                .addBigDecimal(rate.watts())
                .addBigDecimal(rate.pue())
                .addLong(rate.perKilowattHour().nanos());
    }

    private static void addPrices(List<Step> steps, BootstrapFile.Prices prices) {
        Long[][] picos = new Long[4][prices.rows().size()];
        for (int i = 0; i < prices.rows().size(); i++) {
            BootstrapFile.PriceLine line = prices.rows().get(i);
            picos[0][i] = pico(line.promptUsdPerMillion());
            picos[1][i] = line.cachedPromptUsdPerMillion().map(Bootstrap::pico).orElse(picos[0][i]);
            picos[2][i] = line.cacheWriteUsdPerMillion().map(Bootstrap::pico).orElse(0L);
            picos[3][i] = pico(line.completionUsdPerMillion());
            if (!prices.free().orElse(false) && (picos[0][i] == 0 || picos[1][i] == 0 || picos[3][i] == 0)) {
                throw new IllegalArgumentException("bootstrap file: the prices of " + line.variant()
                        + " give tokens away; \"free\": true beside \"rows\" if that is meant");
            }
        }
        steps.add(new Step(
                "publish prices",
                """
                with published as (
                    insert into price_version (version) select $1
                    where not exists (select 1 from price_version where version = $1) returning version),
                prices as (
                    insert into price (version, variant, pool, lane, prompt_pico_usd, cached_prompt_pico_usd,
                        cache_write_pico_usd, completion_pico_usd)
                    select published.version, r.* from published, unnest($2::text[], $3::text[], $4::text[],
                        $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]) r)
                select 'prices/' || version as node, jsonb_build_object('version', version, 'prices', cardinality($2::text[])) as made
                from published""",
                Tuple.from(List.of(
                        prices.version(),
                        prices.rows().stream()
                                .map(BootstrapFile.PriceLine::variant)
                                .toArray(String[]::new),
                        prices.rows().stream()
                                .map(line -> line.pool().orElse(""))
                                .toArray(String[]::new),
                        prices.rows().stream()
                                .map(line -> Lane.ofWord(line.lane().orElse("realtime"))
                                        .word())
                                .toArray(String[]::new),
                        picos[0],
                        picos[1],
                        picos[2],
                        picos[3]))));
    }

    private static long pico(String usdPerMillion) {
        return PicoUsdPerToken.ofUsdPerMillionTokens(usdPerMillion).picos();
    }

    private static long cap(BootstrapFile.Limit limit) {
        return limit.capUsd()
                .map(usd -> NanoUsd.ofUsd(usd).nanos())
                .or(limit::cap)
                .orElseThrow(() -> new IllegalArgumentException("bootstrap file: limit needs capUsd or cap"));
    }

    private static BootstrapFile read(Path file) {
        try {
            return new ObjectMapper()
                    .registerModule(new com.fasterxml.jackson.datatype.jdk8.Jdk8Module())
                    .configure(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, false)
                    .readValue(Files.readString(file), BootstrapFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the bootstrap file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
