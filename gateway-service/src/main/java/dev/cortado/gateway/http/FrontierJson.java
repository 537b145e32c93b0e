package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Candidate;
import dev.cortado.gateway.route.Candidate.Place;
import dev.cortado.gateway.route.Explained;
import dev.cortado.gateway.route.Frontier;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes why a request was, or would be, routed as it is.
final class FrontierJson {

    private FrontierJson() {}

    static Buffer explained(String model, Explained explained) {
        return JsonWriter.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "route.explanation");
            json.writeStringField("requested_model", model);
            json.writeArrayFieldStart("candidates");
            for (Candidate candidate : explained.candidates()) {
                write(json, candidate);
            }
            json.writeEndArray();
            write(json, explained.frontier());
            switch (explained.budget()) {
                case Budget.Unlimited _ -> {
                    json.writeNullField("budget_remaining_usd");
                    json.writeNullField("budget_renews_at");
                }
                case Budget.Limited limited -> {
                    json.writeStringField(
                            "budget_remaining_usd", limited.remaining().toUsd());
                    json.writeStringField(
                            "budget_renews_at",
                            limited.renews() ? limited.renewsAt().toString() : null);
                }
            }
            json.writeEndObject();
        });
    }

    static void write(JsonGenerator json, Candidate candidate) throws IOException {
        json.writeStartObject();
        place(json, candidate.at());
        json.writeStringField("lane", candidate.lane());
        json.writeNumberField("utility", candidate.utility());
        json.writeNumberField("utility_low", candidate.utilityLow());
        json.writeNumberField("utility_high", candidate.utilityHigh());
        JsonWriter.textOrNull(json, "utility_basis", candidate.utilityBasis());
        json.writeNumberField("utility_correction", candidate.utilityCorrection());
        json.writeBooleanField("provisional", candidate.utilityProvisional());
        json.writeStringField("cost_usd", candidate.cost().toUsd());
        json.writeStringField("ranked_cost_usd", candidate.rankedCost().toUsd());
        Duration latency = candidate.latency();
        if (latency == null) {
            json.writeNullField("latency_ms");
        } else {
            json.writeNumberField("latency_ms", latency.toMillis());
        }
        JsonWriter.textOrNull(json, "excluded_because", candidate.excludedBecause());
        json.writeBooleanField("chosen", candidate.chosen());
        json.writeNumberField("place", candidate.place());
        places(json, "dominated_by", candidate.dominatedBy());
        Double there = candidate.utilityThere();
        if (there == null) {
            json.writeNullField("utility_there");
        } else {
            json.writeNumberField("utility_there", there);
        }
        json.writeEndObject();
    }

    /// The field `frontier`.
    static void write(JsonGenerator json, @Nullable Frontier frontier) throws IOException {
        if (frontier == null) {
            json.writeNullField("frontier");
            return;
        }
        json.writeObjectFieldStart("frontier");
        json.writeStringField("policy", frontier.policy());
        json.writeNumberField("utility_floor", frontier.utilityFloor());
        json.writeStringField("utility_floor_source", frontier.floorSource());
        json.writeNumberField("stop_utility_per_usd", frontier.stopUtilityPerUsd());
        json.writeStringField("stop_source", frontier.stopSource());
        json.writeNumberField("shadow_price_utility_per_usd", frontier.shadowPriceUtilityPerUsd());
        NanoUsd exchange = frontier.exchangePerUtility();
        JsonWriter.text(json, "usd_per_utility", exchange == null ? null : exchange.toUsd());
        places(json, "hull", frontier.hull());
        place(json, "knee", frontier.knee());
        place(json, "chosen", frontier.chosen());
        places(json, "fallbacks", frontier.fallbacks());
        json.writeBooleanField("explored", frontier.explored());
        json.writeNumberField("propensity", frontier.propensity());
        json.writeBooleanField("cascaded", frontier.cascaded());
        trial(json, frontier.trial());
        Frontier.Step more = frontier.more();
        if (more == null) {
            json.writeNullField("more_would_buy");
        } else {
            json.writeObjectFieldStart("more_would_buy");
            place(json, more.to());
            json.writeNumberField("utility_gain", more.utilityGain());
            json.writeStringField("cost_increase_usd", more.costIncrease().toUsd());
            json.writeNumberField("utility_per_usd", more.utilityPerUsd());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void trial(JsonGenerator json, Frontier.@Nullable Part part) throws IOException {
        if (part == null) {
            json.writeNullField("trial");
            return;
        }
        json.writeObjectFieldStart("trial");
        json.writeStringField("name", part.name());
        json.writeStringField("arm", part.arm());
        Place instead = part.wouldTake();
        if (instead == null) {
            json.writeNullField("would_take");
        } else {
            json.writeObjectFieldStart("would_take");
            place(json, instead);
            json.writeNumberField("utility", part.wouldUtility());
            json.writeStringField("cost_usd", part.wouldCost().toUsd());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void places(JsonGenerator json, String name, List<Place> places) throws IOException {
        json.writeArrayFieldStart(name);
        for (Place each : places) {
            json.writeStartObject();
            place(json, each);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void place(JsonGenerator json, String name, @Nullable Place at) throws IOException {
        if (at == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        place(json, at);
        json.writeEndObject();
    }

    private static void place(JsonGenerator json, Place at) throws IOException {
        json.writeStringField("variant", at.variant());
        json.writeStringField("pool", at.pool());
    }
}
