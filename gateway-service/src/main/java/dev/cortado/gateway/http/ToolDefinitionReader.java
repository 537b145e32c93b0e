package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ToolDefinition;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one of `tools`.
final class ToolDefinitionReader {

    private static final int WORD_CHARACTERS_MAX = 64;

    private final JsonFields json;
    private final RequestLimits limits;
    private final Set<String> names;
    private @Nullable String type;
    private @Nullable ToolDefinition function;

    /// @param names of the functions before it; its own is added
    ToolDefinitionReader(JsonFields json, RequestLimits limits, Set<String> names) {
        this.json = json;
        this.limits = limits;
        this.names = names;
    }

    ToolDefinition read() throws IOException, InvalidRequest {
        json.object(field -> {
            switch (field) {
                case "type" -> type = functionType(json);
                case "function" -> function = new FunctionFields().read();
                case "custom" -> throw json.notServedYet();
                default -> throw json.unknown();
            }
        });
        if (type == null) {
            throw json.missing("type");
        }
        if (function == null) {
            throw json.missing("function");
        }
        return function;
    }

    /// `"function"`, the only type there is here.
    static String functionType(JsonFields in) throws IOException, InvalidRequest {
        String type = in.string(WORD_CHARACTERS_MAX);
        return switch (type) {
            case "function" -> type;
            case "custom", "allowed_tools" -> throw in.notServedYet();
            default -> throw in.invalid("must be 'function', not '" + type + "'");
        };
    }

    /// The fields of a declared function.
    private final class FunctionFields {

        private @Nullable String name;
        private String description = "";
        private String parameters = "";
        private boolean strict;

        ToolDefinition read() throws IOException, InvalidRequest {
            json.object(this::field);
            if (name == null) {
                throw json.missing("name");
            }
            return new ToolDefinition(name, description, parameters, strict);
        }

        private void field(String field) throws IOException, InvalidRequest {
            if (json.isNull()) {
                switch (field) {
                    case "description", "parameters", "strict" -> {}
                    case "name" -> throw json.invalid("must not be null");
                    default -> throw json.unknown();
                }
                return;
            }
            switch (field) {
                case "name" -> name = name();
                case "description" -> description = json.string(limits.output().schemaBytesMax());
                case "parameters" ->
                    parameters = JsonText.object(json, limits.output().schemaBytesMax());
                case "strict" -> strict = json.bool();
                default -> throw json.unknown();
            }
        }

        private String name() throws IOException, InvalidRequest {
            String given = Names.read(json);
            if (!names.add(given)) {
                throw json.invalid("declares '" + given + "' a second time");
            }
            return given;
        }
    }
}
