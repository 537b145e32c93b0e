package dev.cortado.router.store;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.tenant.Bearer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The store's SQL, and its parameters.
final class Statements {

    /// Decisions, whether recovered or not; what becomes of one that is there follows.
    private static final String INSERT_DECISIONS = """
            insert into router.decision (reservation, organisation, team, project, api_key, subject, decided_at, model,
                utility_min, cost_max_nano_usd, policy, candidates, request_id, metadata, grounds, seen, recovered)
            select reservation, organisation, team, project, api_key, subject, decided_at, model, utility_min,
                cost_max_nano_usd, policy, candidates::jsonb, request_id, metadata::jsonb, grounds::jsonb, seen, %s
            from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                $8::text[], $9::float8[], $10::int8[], $11::text[], $12::text[], $13::text[], $14::text[],
                $15::text[], $16::bytea[])
                as new (reservation, organisation, team, project, api_key, subject, decided_at, model, utility_min,
                    cost_max_nano_usd, policy, candidates, request_id, metadata, grounds, seen)
            on conflict (reservation) do\s""";

    /// A decision pieced together from its usage event gives way to the router's own word.
    static final String DECIDED = INSERT_DECISIONS.formatted("false") + """
            update set model = excluded.model, utility_min = excluded.utility_min,
                cost_max_nano_usd = excluded.cost_max_nano_usd, policy = excluded.policy,
                candidates = excluded.candidates, request_id = excluded.request_id, metadata = excluded.metadata,
                grounds = excluded.grounds, seen = excluded.seen, decided_at = excluded.decided_at, recovered = false
            where decision.recovered""";

    static final String RECOVERED = INSERT_DECISIONS.formatted("true") + "nothing";

    static final String PLACED = """
            insert into router.attempt (reservation, attempt, variant, pool, node, node_incarnation, lane, hold_nano_usd,
                price_version, prompt_pico_usd, cached_prompt_pico_usd, cache_write_pico_usd, completion_pico_usd,
                usage_partition, publish_by, hedge_of, hedge_charged, state)
            select reservation, attempt, variant, pool, node, node_incarnation, lane, hold_nano_usd, price_version,
                prompt_pico_usd, cached_prompt_pico_usd, cache_write_pico_usd, completion_pico_usd, usage_partition,
                publish_by, hedge_of, hedge_charged, 'open'
            from unnest($1::uuid[], $2::int4[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int8[],
                $9::text[], $10::int8[], $11::int8[], $12::int8[], $13::int8[], $14::int4[], $15::timestamptz[],
                $16::int4[], $17::bool[])
                as new (reservation, attempt, variant, pool, node, node_incarnation, lane, hold_nano_usd, price_version,
                    prompt_pico_usd, cached_prompt_pico_usd, cache_write_pico_usd, completion_pico_usd, usage_partition,
                    publish_by, hedge_of, hedge_charged)
            on conflict (reservation, attempt) do nothing""";

    /// The first fate stands. The tenant never pays more than was held. The state is asked for in a form that tells the
    /// database nothing: while it has no statistics, it takes `state = 'open'` for so rare that it reads all open
    /// attempts, or the whole table, for each row of a batch.
    static final String ENDED = """
            update router.attempt a set state = e.state,
                cost_nano_usd = case when e.cost_nano_usd is not null then least(e.cost_nano_usd, a.hold_nano_usd) end,
                token_usage = e.token_usage::jsonb, finish_reason = e.finish_reason, refusal_reason = e.refusal_reason
            from unnest($1::uuid[], $2::int4[], $3::text[], $4::int8[], $5::text[], $6::text[], $7::text[])
                as e (reservation, attempt, state, cost_nano_usd, token_usage, finish_reason, refusal_reason)
            where a.reservation = e.reservation and a.attempt = e.attempt and case a.state when 'open' then true else false end""";

    static final String OVERDUE = """
            update router.attempt set state = 'abandoned'
            where state = 'open' and usage_partition = $1 and publish_by < $2""";

    static final String FIND_DECISION = """
            select organisation, team, project, api_key, subject, decided_at, model, utility_min, cost_max_nano_usd,
                policy, candidates, request_id, metadata, grounds
            from router.decision where reservation = $1""";

    static final String FIND_ATTEMPTS = """
            select attempt, variant, pool, node, node_incarnation, lane, hold_nano_usd, price_version, prompt_pico_usd,
                cached_prompt_pico_usd, cache_write_pico_usd, completion_pico_usd, usage_partition, publish_by, hedge_of,
                hedge_charged, state, cost_nano_usd, token_usage, finish_reason, refusal_reason
            from router.attempt where reservation = $1 order by attempt""";

    static final String OLDEST_OPEN = """
            select min(d.decided_at) as oldest
            from router.attempt a join router.decision d using (reservation) where a.state = 'open'""";

    static final String DELETE_OLD = """
            delete from router.decision where reservation in
                (select reservation from router.decision where decided_at < $1 order by decided_at limit $2)""";

    static final String DELETE_OLD_RATINGS = """
            delete from router.feedback where (reservation, rater, kind) in
                (select reservation, rater, kind from router.feedback where rated_at < $1
                 order by rated_at limit $2)""";

    /// Whether a rating was said, and is no engagement.
    static final String IS_SAID = "kind in ('score', 'thumbs')";

    /// What the ratings of one answer by one rater count for where utility is asked, 0..1: what was said, and where
    /// nothing was, the highest engagement. As `dev.cortado.router.learn.Told`.
    static final String WORTH = "coalesce(avg(score) filter (where " + IS_SAID + "), max(score))";

    /// What the columns of [#DECIDED] and [#RECOVERED] are made of.
    static final List<Class<?>> DECISION_COLUMNS = List.of(
            UUID.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            OffsetDateTime.class,
            String.class,
            Double.class,
            Long.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            Buffer.class);

    static final List<Class<?>> ATTEMPT_COLUMNS = List.of(
            UUID.class,
            Integer.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            Long.class,
            String.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Integer.class,
            OffsetDateTime.class,
            Integer.class,
            Boolean.class);

    static final List<Class<?>> END_COLUMNS =
            List.of(UUID.class, Integer.class, String.class, Long.class, String.class, String.class, String.class);

    private Statements() {}

    /// The rows' values column by column, for one statement on all of them: it costs the database a fraction of what
    /// one statement a row does.
    ///
    /// @param types of the columns; documents are text
    static Tuple columns(List<Tuple> rows, List<Class<?>> types) {
        Tuple columns = Tuple.tuple();
        for (int place = 0; place < types.size(); place++) {
            @Nullable Object[] column = (@Nullable Object[]) Array.newInstance(types.get(place), rows.size());
            for (int row = 0; row < column.length; row++) {
                column[row] = switch (rows.get(row).getValue(place)) {
                    case JsonObject document -> document.encode();
                    case JsonArray document -> document.encode();
                    case null -> null;
                    case Object value -> value;
                };
            }
            columns.addValue(column);
        }
        return columns;
    }

    static Tuple decided(Decision decision) {
        String key = decision.tenant().bearer() instanceof Bearer.ByKey(var id) ? id.value() : "";
        String subject = decision.tenant().bearer() instanceof Bearer.InPerson(String person) ? person : "";
        JsonArray candidates = new JsonArray();
        decision.considered().forEach(considered -> candidates.add(GroundsJson.of(considered)));
        Grounds grounds = decision.grounds();
        JsonObject metadata = new JsonObject();
        decision.metadata().forEach(metadata::put);
        NanoUsd costMax = decision.costMax();
        return Tuple.tuple()
                .addUUID(decision.id().value())
                .addString(decision.tenant().organisation().value())
                .addString(decision.tenant().team().value())
                .addString(decision.tenant().project().value())
                .addString(key)
                .addString(subject)
                .addOffsetDateTime(time(decision.decidedAt()))
                .addString(decision.model())
                .addDouble(decision.utilityMin())
                .addLong(costMax == null ? null : Long.valueOf(costMax.nanos()))
                .addString(decision.policy())
                .addJsonArray(candidates)
                .addString(decision.requestId())
                .addJsonObject(metadata)
                .addJsonObject(grounds == null ? null : GroundsJson.of(grounds))
                .addBuffer(ofSeen(decision.prompt()));
    }

    static @Nullable Buffer ofSeen(@Nullable SeenPrompt prompt) {
        return prompt == null ? null : Buffer.buffer(prompt.toBytes());
    }

    static Tuple placed(Attempt attempt) {
        TokenPriceList prices = attempt.prices();
        Hedge hedge = attempt.hedge();
        return Tuple.tuple()
                .addUUID(attempt.key().reservation().value())
                .addInteger(attempt.key().attempt())
                .addString(attempt.variant().value())
                .addString(attempt.pool().value())
                .addString(attempt.node().value())
                .addString(attempt.incarnation().value())
                .addString(attempt.lane().name().toLowerCase(Locale.ROOT))
                .addLong(attempt.hold().nanos())
                .addString(prices.version().value())
                .addLong(prices.prompt().picos())
                .addLong(prices.cachedPrompt().picos())
                .addLong(prices.cacheWrite().picos())
                .addLong(prices.completion().picos())
                .addInteger(attempt.partition())
                .addOffsetDateTime(time(attempt.publishBy()))
                .addInteger(hedge == null ? null : Integer.valueOf(hedge.of()))
                .addBoolean(hedge != null && hedge.charged());
    }

    /// @param fate any but open
    static Tuple ended(AttemptKey key, Fate fate) {
        Tuple start = Tuple.tuple().addUUID(key.reservation().value()).addInteger(key.attempt());
        return switch (fate) {
            case Fate.Open _ -> throw new IllegalArgumentException("an open attempt has not ended");
            case Fate.Settled settled ->
                outcome(
                        start,
                        "settled",
                        settled.cost().nanos(),
                        ofUse(settled.usage()),
                        settled.finish().name(),
                        null);
            case Fate.Refused refused ->
                outcome(start, "refused", null, null, null, refused.reason().name());
            case Fate.Released _ -> outcome(start, "released", null, null, null, null);
            case Fate.Abandoned _ -> outcome(start, "abandoned", null, null, null, null);
        };
    }

    static Tuple overdue(Write.Overdue overdue) {
        return Tuple.of(overdue.partition(), time(overdue.publishBy()));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Tuple outcome(
            Tuple start,
            String state,
            @Nullable Long cost,
            @Nullable JsonObject usage,
            @Nullable String finish,
            @Nullable String refusal) {
        return start.addString(state)
                .addLong(cost)
                .addJsonObject(usage)
                .addString(finish)
                .addString(refusal);
    }

    private static JsonObject ofUse(TokenUse use) {
        return new JsonObject()
                .put("prompt", ofMetered(use.prompt()))
                .put("cachedPrompt", ofMetered(use.cachedPrompt()))
                .put("cacheWrite", ofMetered(use.cacheWrite()))
                .put("completion", ofMetered(use.completion()));
    }

    private static JsonObject ofMetered(TokenUse.Metered metered) {
        return new JsonObject()
                .put("count", metered.count())
                .put("countedBy", metered.countedBy().name());
    }
}
