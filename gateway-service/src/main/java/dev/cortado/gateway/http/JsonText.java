package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/// Copies a part of a body that is JSON to somebody else, such as a schema: as strictly read as the rest, without
/// blanks, its names in their order and its numbers as the client wrote them.
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonFields json;
    private final JsonGenerator to;

    private JsonText(JsonFields json, JsonGenerator to) {
        this.json = json;
        this.to = to;
    }

    /// The object at which the parser stands.
    static String object(JsonFields json, int bytesMax) throws IOException, InvalidRequest {
        if (!json.isObject()) {
            throw json.wrongType("an object");
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator to = FACTORY.createGenerator(text)) {
            new JsonText(json, to).value();
        }
        String copied = text.toString();
        if (copied.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw json.invalid("has more than " + bytesMax + " bytes");
        }
        return copied;
    }

    private void value() throws IOException, InvalidRequest {
        if (json.isObject()) {
            to.writeStartObject();
            json.object(name -> {
                json.checkCharacters(name);
                to.writeFieldName(name);
                value();
            });
            to.writeEndObject();
        } else if (json.isArray()) {
            to.writeStartArray();
            json.array(Integer.MAX_VALUE, this::value);
            to.writeEndArray();
        } else if (json.isString()) {
            to.writeString(json.string(Integer.MAX_VALUE));
        } else if (json.isNumber()) {
            to.writeNumber(json.numberText());
        } else if (json.isNull()) {
            to.writeNull();
        } else {
            to.writeBoolean(json.bool());
        }
    }
}
