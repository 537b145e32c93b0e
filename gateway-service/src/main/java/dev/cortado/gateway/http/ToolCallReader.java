package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ToolCall;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads one call of an assistant's message, which a client sends back as it got it.
final class ToolCallReader {

    private final JsonFields json;
    private final RequestLimits limits;
    private @Nullable String id;
    private @Nullable String type;
    private @Nullable String name;
    private @Nullable String arguments;

    ToolCallReader(JsonFields json, RequestLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    ToolCall read() throws IOException, InvalidRequest {
        json.object(field -> {
            switch (field) {
                case "id" -> id = MessageReader.id(json);
                case "type" -> type = ToolDefinitionReader.functionType(json);
                case "function" -> function();
                case "custom" -> throw json.notServedYet();
                default -> throw json.unknown();
            }
        });
        if (id == null) {
            throw json.missing("id");
        }
        if (type == null) {
            throw json.missing("type");
        }
        if (name == null || arguments == null) {
            throw json.missing("function");
        }
        return new ToolCall(id, name, arguments);
    }

    private void function() throws IOException, InvalidRequest {
        json.object(field -> {
            switch (field) {
                case "name" -> name = Names.read(json);
                case "arguments" -> arguments = json.string(limits.bodyBytesMax());
                default -> throw json.unknown();
            }
        });
        if (name == null) {
            throw json.missing("name");
        }
        if (arguments == null) {
            throw json.missing("arguments");
        }
    }
}
