package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `messages`.
final class MessagesReader {

    private static final int WORD_CHARACTERS_MAX = 64;

    private final JsonFields json;
    private final RequestLimits limits;

    MessagesReader(JsonFields json, RequestLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    List<ChatMessage> read() throws IOException, InvalidRequest {
        List<ChatMessage> messages = new ArrayList<>();
        json.array(limits.messagesMax(), () -> messages.add(new MessageFields().read()));
        if (messages.isEmpty()) {
            throw json.invalid("must hold at least one message");
        }
        return messages;
    }

    /// The fields of one message as they come, in any order.
    private final class MessageFields {

        private @Nullable Role role;
        private @Nullable List<String> texts;

        ChatMessage read() throws IOException, InvalidRequest {
            json.object(this::field);
            if (role == null) {
                throw json.missing("role");
            }
            if (texts == null) {
                throw json.missing("content");
            }
            return new ChatMessage(role, texts, "");
        }

        private void field(String field) throws IOException, InvalidRequest {
            if (json.isNull()) {
                ifKnown(field);
                return;
            }
            switch (field) {
                case "role" -> role = role();
                case "content" -> texts = content();
                // Clients send an assistant's message back as they got it: an empty list changes nothing.
                case "annotations", "tool_calls" -> {
                    String path = json.path();
                    if (!json.isArray() || !json.steppedOverEmpty()) {
                        throw JsonFields.notServedYet(path);
                    }
                }
                // No chat template here shows a speaker's name to the model, so it could only be ignored.
                case "name", "refusal", "function_call", "tool_call_id", "audio", "reasoning_content" ->
                    throw json.notServedYet();
                default -> throw json.unknown();
            }
        }

        private void ifKnown(String field) throws InvalidRequest {
            switch (field) {
                case "role", "content" -> throw json.invalid("must not be null");
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
                case "tool", "function" -> throw json.notServedYet();
                default -> throw json.invalid("must be system, developer, user or assistant, not '" + text + "'");
            };
        }

        private List<String> content() throws IOException, InvalidRequest {
            if (json.isString()) {
                return List.of(json.string(limits.bodyBytesMax()));
            }
            if (!json.isArray()) {
                throw json.wrongType("a string or an array of text parts");
            }
            List<String> parts = new ArrayList<>();
            json.array(limits.messagesMax(), () -> parts.add(new PartFields().read()));
            if (parts.isEmpty()) {
                throw json.invalid("must hold at least one part");
            }
            return parts;
        }
    }

    /// The fields of one content part.
    private final class PartFields {

        private @Nullable String type;
        private @Nullable String text;

        String read() throws IOException, InvalidRequest {
            json.object(this::field);
            if (type == null) {
                throw json.missing("type");
            }
            if (text == null) {
                throw json.missing("text");
            }
            return text;
        }

        private void field(String field) throws IOException, InvalidRequest {
            switch (field) {
                case "type" -> type = type();
                case "text" -> text = json.string(limits.bodyBytesMax());
                case "image_url", "input_audio", "file", "refusal" -> throw json.notServedYet();
                default -> throw json.unknown();
            }
        }

        private String type() throws IOException, InvalidRequest {
            String value = json.string(WORD_CHARACTERS_MAX);
            return switch (value) {
                case "text" -> value;
                case "image_url", "input_audio", "file", "refusal" -> throw json.notServedYet();
                default -> throw json.invalid("must be 'text', not '" + value + "'");
            };
        }
    }
}
