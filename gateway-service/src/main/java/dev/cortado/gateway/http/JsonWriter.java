package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes JSON into memory, token by token.
final class JsonWriter {

    /// Writes one JSON value.
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final int BYTES_EXPECTED = 512;

    private JsonWriter() {}

    static Buffer write(Content content) {
        return write("", content, "");
    }

    /// Writes a value between two texts of ASCII, as server-sent events need it.
    static Buffer write(String before, Content content, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_EXPECTED);
        try {
            ascii(before, bytes);
            JsonGenerator json = FACTORY.createGenerator(bytes);
            content.write(json);
            json.close();
            ascii(after, bytes);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static void ascii(String text, ByteArrayOutputStream bytes) {
        for (int i = 0; i < text.length(); i++) {
            bytes.write(text.charAt(i));
        }
    }

    static Buffer error(ApiError error) {
        return write(json -> writeError(error, json));
    }

    static void writeError(ApiError error, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeStringField("message", writable(error.message()));
        json.writeStringField("type", error.type());
        String param = error.param();
        text(json, "param", param == null ? null : writable(param));
        text(json, "code", error.code());
        if (!error.facts().isEmpty()) {
            json.writeObjectFieldStart("cortado");
            for (var fact : error.facts().entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /// An error repeats what the client sent, which may hold half of a surrogate pair: a question mark stands for it.
    private static String writable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    /// A string, or null where it is empty.
    static void textOrNull(JsonGenerator json, String name, String value) throws IOException {
        text(json, name, value.isEmpty() ? null : value);
    }
}
