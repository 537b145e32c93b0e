package dev.cortado.gateway.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the `content` of a message: a text, or text parts.
final class ContentReader {

    private static final int WORD_CHARACTERS_MAX = 64;

    private final JsonFields json;
    private final RequestLimits limits;

    ContentReader(JsonFields json, RequestLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    List<String> read() throws IOException, InvalidRequest {
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
