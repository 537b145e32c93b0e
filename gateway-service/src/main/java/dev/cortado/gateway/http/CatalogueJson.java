package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.route.Candidate;
import dev.cortado.gateway.route.Decision;
import dev.cortado.gateway.route.Model;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Models in OpenAI's shape with a `cortado` block, and decisions.
final class CatalogueJson {

    private CatalogueJson() {}

    static Buffer models(List<Model> models) {
        return JsonWriter.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (Model model : models) {
                write(json, model);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static Buffer model(Model model) {
        return JsonWriter.write(json -> write(json, model));
    }

    private static void write(JsonGenerator json, Model model) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", model.id());
        json.writeStringField("object", "model");
        json.writeNumberField("created", model.created().getEpochSecond());
        json.writeStringField("owned_by", "cortado");
        json.writeObjectFieldStart("cortado");
        json.writeStringField("kind", model.kind());
        JsonWriter.textOrNull(json, "tier", model.tier());
        JsonWriter.textOrNull(json, "variant", model.variant());
        json.writeArrayFieldStart("pools");
        for (String pool : model.pools()) {
            json.writeString(pool);
        }
        json.writeEndArray();
        json.writeBooleanField("available", model.available());
        json.writeNumberField("context_tokens_max", model.contextTokensMax());
        json.writeNumberField("utility", model.utility());
        json.writeBooleanField("provisional", model.utilityProvisional());
        JsonWriter.textOrNull(json, "licence", model.licence());
        PriceJson.write(json, model.prices());
        json.writeEndObject();
        json.writeEndObject();
    }

    static Buffer decision(Decision decision) {
        return JsonWriter.write(json -> {
            json.writeStartObject();
            json.writeStringField("id", decision.reservation().toString());
            json.writeStringField("object", "decision");
            json.writeStringField("decided_at", decision.decidedAt().toString());
            json.writeStringField("requested_model", decision.requestedModel());
            number(json, "utility_min", decision.utilityMin());
            json.writeStringField("policy", decision.policy());
            JsonWriter.textOrNull(json, "request_id", decision.requestId());
            usd(json, "cost_usd", decision.cost());
            json.writeArrayFieldStart("attempts");
            for (Decision.Attempt attempt : decision.attempts()) {
                write(json, attempt);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("candidates");
            for (Candidate candidate : decision.candidates()) {
                FrontierJson.write(json, candidate);
            }
            json.writeEndArray();
            FrontierJson.write(json, decision.frontier());
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Decision.Attempt attempt) throws IOException {
        json.writeStartObject();
        json.writeNumberField("attempt", attempt.number());
        json.writeStringField("state", attempt.state());
        json.writeStringField("variant", attempt.variant());
        json.writeStringField("pool", attempt.pool());
        json.writeStringField("node", attempt.node());
        json.writeStringField("lane", attempt.lane());
        usd(json, "hold_usd", attempt.hold());
        usd(json, "cost_usd", attempt.cost());
        PriceJson.write(json, attempt.prices());
        Decision.AttemptUsage usage = attempt.usage();
        if (usage == null) {
            json.writeNullField("usage");
        } else {
            json.writeObjectFieldStart("usage");
            number(json, "prompt_tokens", usage.promptTokens());
            number(json, "cached_prompt_tokens", usage.cachedPromptTokens());
            number(json, "completion_tokens", usage.completionTokens());
            json.writeEndObject();
        }
        JsonWriter.textOrNull(json, "finish_reason", attempt.finishReason());
        JsonWriter.textOrNull(json, "refusal_reason", attempt.refusalReason());
        number(json, "hedge_of", attempt.hedgeOf());
        json.writeEndObject();
    }

    private static void usd(JsonGenerator json, String name, @Nullable NanoUsd amount) throws IOException {
        JsonWriter.text(json, name, amount == null ? null : amount.toUsd());
    }

    private static void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        switch (value) {
            case null -> json.writeNullField(name);
            case Long whole -> json.writeNumberField(name, whole);
            default -> json.writeNumberField(name, value.doubleValue());
        }
    }
}
