package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ToolChoice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads `tool_choice`.
final class ToolChoiceReader {

    private static final int WORD_CHARACTERS_MAX = 64;

    private final JsonFields json;
    private @Nullable String type;
    private @Nullable String name;

    ToolChoiceReader(JsonFields json) {
        this.json = json;
    }

    ToolChoice read() throws IOException, InvalidRequest {
        return json.isObject() ? function() : word();
    }

    private ToolChoice word() throws IOException, InvalidRequest {
        if (!json.isString()) {
            throw json.wrongType("none, auto, required or an object that names a function");
        }
        String word = json.string(WORD_CHARACTERS_MAX);
        return switch (word) {
            case "none" -> new ToolChoice.None();
            case "auto" -> new ToolChoice.Auto();
            case "required" -> new ToolChoice.Required();
            default ->
                throw json.invalid(
                        "must be none, auto, required or an object that names a function, not '" + word + "'");
        };
    }

    private ToolChoice function() throws IOException, InvalidRequest {
        json.object(field -> {
            switch (field) {
                case "type" -> type = ToolDefinitionReader.functionType(json);
                case "function" -> name = functionName();
                case "custom", "allowed_tools" -> throw json.notServedYet();
                default -> throw json.unknown();
            }
        });
        if (type == null) {
            throw json.missing("type");
        }
        if (name == null) {
            throw json.missing("function");
        }
        return new ToolChoice.Function(name);
    }

    private String functionName() throws IOException, InvalidRequest {
        String[] given = {""};
        json.object(field -> {
            if (!field.equals("name")) {
                throw json.unknown();
            }
            given[0] = Names.read(json);
        });
        if (given[0].isEmpty()) {
            throw json.missing("name");
        }
        return given[0];
    }
}
