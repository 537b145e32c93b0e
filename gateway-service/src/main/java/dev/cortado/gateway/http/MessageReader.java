package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.Role;
import dev.cortado.gateway.chat.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one of `messages`, its fields in any order.
final class MessageReader {

    private static final int WORD_CHARACTERS_MAX = 64;
    private static final int ID_CHARACTERS_MAX = 256;

    private final JsonFields json;
    private final RequestLimits limits;
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private @Nullable Role role;
    private @Nullable List<String> texts;
    private boolean nullContent;
    private @Nullable String toolCallId;

    MessageReader(JsonFields json, RequestLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    ChatMessage read() throws IOException, InvalidRequest {
        json.object(this::field);
        if (role == null) {
            throw json.missing("role");
        }
        if (!toolCalls.isEmpty() && role != Role.ASSISTANT) {
            throw at("tool_calls", "stands only in a message of the assistant");
        }
        if (toolCallId != null && role != Role.TOOL) {
            throw at("tool_call_id", "stands only in a message with the role 'tool'");
        }
        if (toolCallId == null && role == Role.TOOL) {
            throw json.missing("tool_call_id");
        }
        return new ChatMessage(role, texts(), toolCalls, toolCallId == null ? "" : toolCallId);
    }

    /// Only a message that calls tools may say nothing.
    private List<String> texts() throws InvalidRequest {
        if (texts != null) {
            return texts;
        }
        if (!toolCalls.isEmpty()) {
            return List.of();
        }
        throw nullContent ? at("content", "must not be null") : json.missing("content");
    }

    private InvalidRequest at(String field, String why) {
        return JsonFields.invalid(json.path() + "." + field, why);
    }

    private void field(String field) throws IOException, InvalidRequest {
        if (json.isNull()) {
            ifKnown(field);
            return;
        }
        switch (field) {
            case "role" -> role = role();
            case "content" -> texts = new ContentReader(json, limits).read();
            case "tool_calls" ->
                json.array(
                        limits.output().toolCallsMax(), () -> toolCalls.add(new ToolCallReader(json, limits).read()));
            case "tool_call_id" -> toolCallId = id(json);
            // Clients send an assistant's message back as they got it: an empty list changes nothing.
            case "annotations" -> {
                String path = json.path();
                if (!json.isArray() || !json.steppedOverEmpty()) {
                    throw JsonFields.notServedYet(path);
                }
            }
            case "function_call" -> throw NotServedFields.legacy(json.path(), "'tool_calls'");
            // No chat template here shows a speaker's name to the model, so it could only be ignored.
            case "name", "refusal", "audio", "reasoning_content" -> throw json.notServedYet();
            default -> throw json.unknown();
        }
    }

    private void ifKnown(String field) throws InvalidRequest {
        switch (field) {
            case "role" -> throw json.invalid("must not be null");
            case "content" -> nullContent = true;
            case "name",
                    "annotations",
                    "tool_calls",
                    "refusal",
                    "function_call",
                    "tool_call_id",
                    "audio",
                    "reasoning_content" -> {}
            default -> throw json.unknown();
        }
    }

    private Role role() throws IOException, InvalidRequest {
        String text = json.string(WORD_CHARACTERS_MAX);
        return switch (text) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            case "function" -> throw NotServedFields.legacy(json.path(), "a message with the role 'tool'");
            default -> throw json.invalid("must be system, developer, user, assistant or tool, not '" + text + "'");
        };
    }

    static String id(JsonFields json) throws IOException, InvalidRequest {
        String id = json.string(ID_CHARACTERS_MAX);
        if (id.isEmpty()) {
            throw json.invalid("must not be empty");
        }
        return id;
    }
}
