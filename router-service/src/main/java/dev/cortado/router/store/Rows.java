package dev.cortado.router.store;

import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.tenant.Bearer;
import dev.cortado.router.tenant.Tenant;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads rows back.
final class Rows {

    private Rows() {}

    static Decision toDecision(ReservationId id, Row row, List<Attempt> attempts) {
        String key = row.getString("api_key");
        Bearer bearer =
                key.isEmpty() ? new Bearer.InPerson(row.getString("subject")) : new Bearer.ByKey(new KeyId(key));
        Long costMax = row.getLong("cost_max_nano_usd");
        Map<String, String> metadata = new HashMap<>();
        row.getJsonObject("metadata").forEach(entry -> metadata.put(entry.getKey(), String.valueOf(entry.getValue())));
        JsonObject grounds = row.getJsonObject("grounds");
        return new Decision(
                id,
                new Tenant(
                        new OrganisationId(row.getString("organisation")),
                        new TeamId(row.getString("team")),
                        new ProjectId(row.getString("project")),
                        bearer),
                row.getOffsetDateTime("decided_at").toInstant(),
                row.getString("model"),
                row.getDouble("utility_min"),
                costMax == null ? null : NanoUsd.of(costMax),
                row.getString("policy"),
                GroundsJson.toConsidered(row.getJsonArray("candidates")),
                attempts,
                row.getString("request_id"),
                metadata,
                grounds == null ? null : GroundsJson.toGrounds(grounds, row.getString("model")),
                null);
    }

    static Attempt toAttempt(ReservationId reservation, Row row) {
        return new Attempt(
                new AttemptKey(reservation, row.getInteger("attempt")),
                new VariantId(row.getString("variant")),
                new PoolId(row.getString("pool")),
                new NodeId(row.getString("node")),
                new NodeIncarnation(row.getString("node_incarnation")),
                Lane.valueOf(row.getString("lane").toUpperCase(Locale.ROOT)),
                NanoUsd.of(row.getLong("hold_nano_usd")),
                new TokenPriceList(
                        new PriceVersion(row.getString("price_version")),
                        new PicoUsdPerToken(row.getLong("prompt_pico_usd")),
                        new PicoUsdPerToken(row.getLong("cached_prompt_pico_usd")),
                        new PicoUsdPerToken(row.getLong("cache_write_pico_usd")),
                        new PicoUsdPerToken(row.getLong("completion_pico_usd"))),
                row.getInteger("usage_partition"),
                row.getOffsetDateTime("publish_by").toInstant(),
                List.of(),
                toFate(row),
                toHedge(row));
    }

    private static @Nullable Hedge toHedge(Row row) {
        Integer of = row.getInteger("hedge_of");
        return of == null ? null : new Hedge(of, row.getBoolean("hedge_charged"));
    }

    private static Fate toFate(Row row) {
        String state = row.getString("state");
        return switch (state) {
            case "open" -> new Fate.Open();
            case "settled" ->
                new Fate.Settled(
                        NanoUsd.of(row.getLong("cost_nano_usd")),
                        toUse(row.getJsonObject("token_usage")),
                        Finish.valueOf(row.getString("finish_reason")));
            case "refused" -> new Fate.Refused(RefusedBecause.valueOf(row.getString("refusal_reason")));
            case "released" -> new Fate.Released();
            case "abandoned" -> new Fate.Abandoned();
            default -> throw new IllegalStateException("an attempt's state cannot be " + state);
        };
    }

    private static TokenUse toUse(JsonObject use) {
        return new TokenUse(
                toMetered(use.getJsonObject("prompt")),
                toMetered(use.getJsonObject("cachedPrompt")),
                toMetered(use.getJsonObject("cacheWrite")),
                toMetered(use.getJsonObject("completion")));
    }

    private static TokenUse.Metered toMetered(JsonObject metered) {
        return new TokenUse.Metered(metered.getLong("count"), TokenUse.Counter.valueOf(metered.getString("countedBy")));
    }
}
