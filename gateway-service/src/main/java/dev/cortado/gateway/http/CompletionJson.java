package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.complete.Completed;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.ToolCallPiece;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.RoutedProfile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
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

    /// The first chunk of each choice.
    Buffer roleChunks(Routed routed, int choices, boolean mayCallTools) {
        Buffer all = Buffer.buffer();
        for (int i = 0; i < choices; i++) {
            int index = i;
            all.appendBuffer(chunk(routed, json -> choice(json, inner -> ChoiceJson.role(inner, index, mayCallTools))));
        }
        return all;
    }

    Buffer deltaChunk(Routed routed, Delta delta) {
        String logprobs = LogprobsJson.entries(delta.logprobs());
        return chunk(
                routed,
                json -> choice(
                        json,
                        inner -> ChoiceJson.delta(inner, delta.choice(), delta.text(), logprobs, delta.toolCalls())));
    }

    /// All that a choice said as one chunk; empty where it said nothing.
    Buffer gatheredChunk(Routed routed, int index, GatheredChoice said) {
        List<ToolCallPiece> calls = said.calls();
        if (said.text().isEmpty() && said.logprobs().isEmpty() && calls.isEmpty()) {
            return Buffer.buffer();
        }
        return chunk(
                routed,
                json -> choice(json, inner -> ChoiceJson.delta(inner, index, said.text(), said.logprobs(), calls)));
    }

    /// The last chunk of each choice; the very last one tells the cost.
    ///
    /// @param withUsage false where a chunk of its own follows with the usage: OpenAI's clients take a chunk
    ///     with usage for the very last one, and one of them for one without choices
    Buffer finishChunks(Completed completed, int choices, boolean withUsage) {
        Buffer all = Buffer.buffer();
        for (int i = 0; i < choices; i++) {
            int index = i;
            all.appendBuffer(chunk(completed.routed(), json -> {
                choice(
                        json,
                        inner -> ChoiceJson.finish(
                                inner, index, completed.finished().reasonOf(index)));
                if (index == choices - 1) {
                    if (withUsage) {
                        usage(json, completed.finished().usage());
                    }
                    cortado(json, completed);
                }
            }));
        }
        return all;
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

    Buffer whole(Completed completed, List<GatheredChoice> choices) {
        return JsonWriter.write(json -> {
            start(json, completed.routed(), "chat.completion");
            json.writeArrayFieldStart("choices");
            for (int i = 0; i < choices.size(); i++) {
                ChoiceJson.whole(json, i, choices.get(i), completed.finished().reasonOf(i));
            }
            json.writeEndArray();
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

    private static void choice(JsonGenerator json, JsonWriter.Content content) throws IOException {
        json.writeArrayFieldStart("choices");
        content.write(json);
        json.writeEndArray();
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
        json.writeStringField("cost_usd", completed.charged().toUsd());
        budget(json, completed.budget());
        json.writeNumberField("utility_estimate", routed.utilityEstimate());
        json.writeBooleanField("utility_provisional", routed.utilityProvisional());
        json.writeBooleanField("shortened_by_budget", completed.shortenedByBudget());
        json.writeStringField(
                "finish_detail", completed.finished().reason().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("attempts", routed.attempt());
        profile(json, completed);
        check(json, completed.check());
        json.writeEndObject();
    }

    /// What the prompt profile added to the prompt or, on a variant that is fine-tuned for it, saved.
    private static void profile(JsonGenerator json, Completed completed) throws IOException {
        RoutedProfile profile = completed.routed().profile();
        if (profile == null) {
            return;
        }
        json.writeObjectFieldStart("profile");
        json.writeStringField("id", profile.id());
        json.writeBooleanField("in_prompt", !profile.covered());
        Long tokens = completed.finished().profilePromptTokens();
        if (tokens != null) {
            json.writeNumberField(profile.covered() ? "prompt_tokens_saved" : "prompt_tokens", tokens);
        }
        Completed.Check check = completed.check();
        if (check != null) {
            json.writeStringField("check", word(check.judgement()));
            if (check.judgement() instanceof Judgement.Broken(String why)) {
                json.writeStringField("check_failed", why);
            }
            json.writeNumberField("escalations", check.escalations());
        }
        json.writeEndObject();
    }

    /// What came of looking at the answer.
    private static void check(JsonGenerator json, Completed.@Nullable Check check) throws IOException {
        if (check == null) {
            return;
        }
        json.writeObjectFieldStart("check");
        json.writeStringField("result", word(check.judgement()));
        if (check.judgement() instanceof Judgement.Broken(String why)) {
            json.writeStringField("failed", why);
        }
        json.writeNumberField("escalations", check.escalations());
        Completed.Verified verified = check.verified();
        if (verified != null) {
            json.writeObjectFieldStart("verifier");
            json.writeStringField("decision_id", verified.decision().toString());
            json.writeStringField("variant", verified.variant().value());
            json.writeStringField("cost_usd", verified.cost().toUsd());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String word(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Kept _ -> "kept";
            case Judgement.Broken _ -> "failed";
            case Judgement.Undecided _ -> "undecided";
        };
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
                json.writeStringField(
                        "budget_renews_at",
                        limited.renews() ? limited.renewsAt().toString() : null);
                json.writeStringField("as_of", limited.asOf().toString());
            }
        }
    }
}
