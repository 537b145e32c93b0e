package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.ToolCallPiece;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One choice in OpenAI's shape, whole or as a chunk's delta.
final class ChoiceJson {

    private ChoiceJson() {}

    /// The first chunk of a choice.
    ///
    /// @param mayCallTools true where the answer may have no text: then `content` is null and not empty
    static void role(JsonGenerator json, int index, boolean mayCallTools) throws IOException {
        startDelta(json, index);
        json.writeStringField("role", "assistant");
        JsonWriter.text(json, "content", mayCallTools ? null : "");
        json.writeEndObject();
        end(json, "", null);
    }

    /// @param logprobs as [LogprobsJson#entries] writes them
    static void delta(JsonGenerator json, int index, String text, String logprobs, List<ToolCallPiece> calls)
            throws IOException {
        startDelta(json, index);
        if (!text.isEmpty() || calls.isEmpty()) {
            json.writeStringField("content", text);
        }
        if (!calls.isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            for (ToolCallPiece call : calls) {
                json.writeStartObject();
                json.writeNumberField("index", call.position());
                call(json, call);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        end(json, logprobs, null);
    }

    /// The last chunk of a choice.
    static void finish(JsonGenerator json, int index, FinishReason reason) throws IOException {
        startDelta(json, index);
        json.writeEndObject();
        end(json, "", reason);
    }

    static void whole(JsonGenerator json, int index, GatheredChoice choice, FinishReason reason) throws IOException {
        List<ToolCallPiece> calls = choice.calls();
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        JsonWriter.text(json, "content", choice.text().isEmpty() && !calls.isEmpty() ? null : choice.text());
        json.writeNullField("refusal");
        if (!calls.isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            for (ToolCallPiece call : calls) {
                json.writeStartObject();
                call(json, call);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        end(json, choice.logprobs(), reason);
    }

    /// A call's id, type and name stand in its first piece only.
    private static void call(JsonGenerator json, ToolCallPiece call) throws IOException {
        if (!call.id().isEmpty()) {
            json.writeStringField("id", call.id());
            json.writeStringField("type", "function");
        }
        json.writeObjectFieldStart("function");
        if (!call.name().isEmpty()) {
            json.writeStringField("name", call.name());
        }
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
    }

    private static void startDelta(JsonGenerator json, int index) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeObjectFieldStart("delta");
    }

    private static void end(JsonGenerator json, String logprobs, @Nullable FinishReason reason) throws IOException {
        if (logprobs.isEmpty()) {
            json.writeNullField("logprobs");
        } else {
            json.writeObjectFieldStart("logprobs");
            json.writeFieldName("content");
            json.writeRawValue("[" + logprobs + "]");
            json.writeNullField("refusal");
            json.writeEndObject();
        }
        JsonWriter.text(json, "finish_reason", reason == null ? null : openAi(reason));
        json.writeEndObject();
    }

    /// OpenAI knows no more than these three; `cortado.finish_detail` tells the rest.
    private static String openAi(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH, BUDGET, DEADLINE, CANCELLED, ERROR -> "length";
        };
    }
}
