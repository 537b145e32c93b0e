package dev.cortado.accounting.store;

import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.unit.BilledTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Rows as `post_usage` reads them: objects with the fields of the type `posting_row`.
final class PostingRows {

    private PostingRows() {}

    static JsonArray json(List<PostingRow> rows) {
        JsonArray json = new JsonArray();
        int ordinal = 1;
        for (PostingRow row : rows) {
            JsonObject each = new JsonObject()
                    .put("ordinal", ordinal++)
                    .put("partition", row.position().partition())
                    .put("log_offset", row.position().offset())
                    .put("appended_at", row.position().appendedAt().toString())
                    .put("event_id", row.eventId());
            switch (row) {
                case PostingRow.Usage usage -> putUsage(each, usage);
                case PostingRow.Quarantined quarantined -> putFault(each, quarantined);
            }
            json.add(each);
        }
        return json;
    }

    private static void putFault(JsonObject each, PostingRow.Quarantined row) {
        each.put("fault", row.fault().word()).put("detail", row.detail());
        row.permission()
                .ifPresent(
                        permission -> each.put("session", permission.session().value())
                                .put("reservation", permission.reservation().toString())
                                .put("attempt", permission.attempt()));
        row.cost().ifPresent(cost -> each.put("cost", cost.nanos()));
        each.put("leases", array(row.holds(), hold -> hold.lease().value()))
                .put("held", array(row.holds(), Hold::amount));
    }

    private static void putUsage(JsonObject each, PostingRow.Usage row) {
        Permission permission = row.permission();
        BilledTokens tokens = row.metering().tokens();
        each.put(
                        "day",
                        LocalDate.ofInstant(permission.reservation().time(), ZoneOffset.UTC)
                                .toString())
                .put("reservation", permission.reservation().toString())
                .put("attempt", permission.attempt())
                .put(
                        "payload_hash",
                        "\\x" + HexFormat.of().formatHex(row.payload().sha256()))
                .put("session", permission.session().value())
                .put("late", row.late())
                .put("leases", array(permission.holds(), hold -> hold.lease().value()))
                .put(
                        "counters",
                        array(permission.holds(), hold -> hold.counter().value()))
                .put("units", array(permission.holds(), hold -> hold.unit().word()))
                .put("held", array(permission.holds(), Hold::amount))
                .put("charged", new JsonArray(row.charged()))
                .put("price_version", permission.prices().version().value())
                .put("cost", row.metering().cost().nanos())
                .put("charge", row.charge().nanos())
                .put("organisation", permission.tenant().organisation().value())
                .put("team", permission.tenant().team().value())
                .put("project", permission.tenant().project().value())
                .put("key", permission.tenant().key().map(key -> key.value()).orElse(""))
                .put("subject", permission.tenant().subject())
                .put("variant", permission.variant().value())
                .put("pool", permission.pool())
                .put("lane", permission.lane().word())
                .put("prompt_tokens", tokens.prompt().count())
                .put("cached_prompt_tokens", tokens.cachedPrompt().count())
                .put("cache_write_tokens", tokens.cacheWrite().count())
                .put("completion_tokens", tokens.completion().count())
                .put("finish_reason", row.metering().finishReason())
                .put("busy_seconds", row.metering().busySeconds())
                .put("busy_micros", row.metering().busyMicros())
                .put(
                        "meter_pico_usd",
                        new JsonArray(row.meters().picoUsd().stream()
                                .map(Object::toString)
                                .toList()))
                .put("meter_charge", new JsonArray(row.meters().charged()))
                .put("metadata", new JsonObject(Map.copyOf(permission.metadata())));
        row.metering().energyJoules().ifPresent(joules -> each.put("energy_joules", joules));
    }

    private static JsonArray array(List<Hold> holds, Function<Hold, Object> field) {
        JsonArray array = new JsonArray();
        holds.forEach(hold -> array.add(field.apply(hold)));
        return array;
    }
}
