package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ResponseFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads `response_format`.
final class ResponseFormatReader {

    private static final int WORD_CHARACTERS_MAX = 64;

    private final JsonFields json;
    private final RequestLimits limits;
    private @Nullable String type;
    private ResponseFormat.@Nullable JsonSchema schema;

    ResponseFormatReader(JsonFields json, RequestLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    ResponseFormat read() throws IOException, InvalidRequest {
        json.object(field -> {
            switch (field) {
                case "type" -> type = type();
                case "json_schema" -> schema = json.isNull() ? null : new SchemaFields().read();
                default -> throw json.unknown();
            }
        });
        if (type == null) {
            throw json.missing("type");
        }
        if (schema != null && !type.equals("json_schema")) {
            throw json.invalid("has a 'json_schema' beside the type '" + type + "': its type must be 'json_schema'");
        }
        return switch (type) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.JsonObject();
            default -> {
                if (schema == null) {
                    throw json.missing("json_schema");
                }
                yield schema;
            }
        };
    }

    private String type() throws IOException, InvalidRequest {
        String value = json.string(WORD_CHARACTERS_MAX);
        return switch (value) {
            case "text", "json_object", "json_schema" -> value;
            default -> throw json.invalid("must be text, json_object or json_schema, not '" + value + "'");
        };
    }

    /// The fields of `json_schema`. An answer always keeps to its schema, so that `strict` changes nothing; nor does
    /// the description, which is for readers like any other within the schema.
    private final class SchemaFields {

        private @Nullable String name;
        private @Nullable String text;

        ResponseFormat.JsonSchema read() throws IOException, InvalidRequest {
            json.object(field -> {
                if (json.isNull()) {
                    switch (field) {
                        case "strict", "description" -> {}
                        case "name", "schema" -> throw json.invalid("must not be null");
                        default -> throw json.unknown();
                    }
                    return;
                }
                switch (field) {
                    case "name" -> name = Names.read(json);
                    case "schema" ->
                        text = JsonText.object(json, limits.output().schemaBytesMax());
                    case "strict" -> json.bool();
                    case "description" -> json.string(limits.bodyBytesMax());
                    default -> throw json.unknown();
                }
            });
            if (name == null) {
                throw json.missing("name");
            }
            if (text == null) {
                throw json.missing("schema");
            }
            return new ResponseFormat.JsonSchema(name, text);
        }
    }
}
