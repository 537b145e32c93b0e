package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.gateway.complete.Completed;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A chat completion in OpenAI's shape, whole or as chunks of a stream, with the `cortado` block.
final class CompletionJson {

    private static final String EVENT = "data: ";
    private static final String EVENT_END = "\n\n";

    static final Buffer DONE = Buffer.buffer(EVENT + "[DONE]" + EVENT_END);

    private final long created;

    CompletionJson(Instant created) {
        this.created = created.getEpochSecond();
    }

    static Buffer error(ApiError error) {
        return JsonWriter.write(EVENT, json -> JsonWriter.writeError(error, json), EVENT_END);
    }

    Buffer roleChunk(Routed routed) {
        return chunk(routed, json -> {
            startChoice(json);
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
            endChoice(json, null);
        });
    }

    Buffer deltaChunk(Routed routed, String text) {
        return chunk(routed, json -> {
            startChoice(json);
            json.writeStringField("content", text);
            endChoice(json, null);
        });
    }

    /// @param withUsage false where a chunk of its own follows with the usage: OpenAI's clients take a chunk with usage
    ///     for the very last one, and one of them for one without choices
    Buffer finishChunk(Completed completed, boolean withUsage) {
        return chunk(completed.routed(), json -> {
            startChoice(json);
            endChoice(json, completed.finished().reason());
            if (withUsage) {
                usage(json, completed.finished().usage());
            }
            cortado(json, completed);
        });
    }

    /// What `include_usage` asks for.
    Buffer usageChunk(Completed completed) {
        return chunk(completed.routed(), json -> {
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            usage(json, completed.finished().usage());
            cortado(json, completed);
        });
    }

    Buffer whole(Completed completed, String text) {
        return JsonWriter.write(json -> {
            start(json, completed.routed(), "chat.completion");
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("message");
            json.writeStringField("role", "assistant");
            json.writeStringField("content", text);
            json.writeNullField("refusal");
            json.writeEndObject();
            endChoiceObject(json, completed.finished().reason());
            usage(json, completed.finished().usage());
            cortado(json, completed);
            json.writeEndObject();
        });
    }

    private Buffer chunk(Routed routed, JsonWriter.Content content) {
        return JsonWriter.write(
                EVENT,
                json -> {
                    start(json, routed, "chat.completion.chunk");
                    content.write(json);
                    json.writeEndObject();
                },
                EVENT_END);
    }

    private void start(JsonGenerator json, Routed routed, String object) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", "chatcmpl-" + routed.reservation());
        json.writeStringField("object", object);
        json.writeNumberField("created", created);
        json.writeStringField("model", routed.variant().value());
    }

    private static void startChoice(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("delta");
    }

    private static void endChoice(JsonGenerator json, @Nullable FinishReason reason) throws IOException {
        json.writeEndObject();
        endChoiceObject(json, reason);
    }

    private static void endChoiceObject(JsonGenerator json, @Nullable FinishReason reason) throws IOException {
        json.writeNullField("logprobs");
        JsonWriter.text(json, "finish_reason", reason == null ? null : openAi(reason));
        json.writeEndObject();
        json.writeEndArray();
    }

    /// OpenAI knows no more than these three; `cortado.finish_detail` tells the rest.
    private static String openAi(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH, BUDGET, DEADLINE, CANCELLED, ERROR -> "length";
        };
    }

    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        Long prompt = usage.promptTokens();
        Long completion = usage.completionTokens();
        if (prompt == null || completion == null) {
            json.writeNullField("usage");
            return;
        }
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", prompt);
        json.writeNumberField("completion_tokens", completion);
        json.writeNumberField("total_tokens", prompt + completion);
        Long cached = usage.cachedPromptTokens();
        if (cached != null) {
            json.writeObjectFieldStart("prompt_tokens_details");
            json.writeNumberField("cached_tokens", cached);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void cortado(JsonGenerator json, Completed completed) throws IOException {
        Routed routed = completed.routed();
        json.writeObjectFieldStart("cortado");
        json.writeStringField("decision_id", routed.reservation().toString());
        json.writeStringField("variant", routed.variant().value());
        json.writeStringField("tier", routed.tier());
        json.writeStringField("pool", routed.pool());
        json.writeStringField("lane", routed.lane());
        PriceJson.write(json, routed.prices());
        json.writeStringField("cost_usd", completed.finished().cost().toUsd());
        budget(json, completed.budget());
        json.writeNumberField("utility_estimate", routed.utilityEstimate());
        json.writeBooleanField("utility_provisional", routed.utilityProvisional());
        json.writeBooleanField("shortened_by_budget", completed.shortenedByBudget());
        json.writeStringField(
                "finish_detail", completed.finished().reason().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("attempts", routed.attempt());
        json.writeEndObject();
    }

    private static void budget(JsonGenerator json, Budget budget) throws IOException {
        switch (budget) {
            case Budget.Unlimited _ -> {
                json.writeNullField("budget_remaining_usd");
                json.writeNullField("as_of");
            }
            case Budget.Limited limited -> {
                json.writeStringField(
                        "budget_remaining_usd", limited.remaining().toUsd());
                json.writeStringField("budget_renews_at", limited.renewsAt().toString());
                json.writeStringField("as_of", limited.asOf().toString());
            }
        }
    }
}
