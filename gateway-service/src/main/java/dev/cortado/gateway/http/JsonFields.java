package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Reads a JSON body strictly, token by token: each value has one type, no name comes twice, and every error names the
/// field at which it stands.
final class JsonFields {

    /// Reads the value at which the parser stands; it must leave the parser on the value's last token.
    interface FieldReader {
        void read(String name) throws IOException, InvalidRequest;
    }

    /// Reads one element of an array.
    interface ElementReader {
        void read() throws IOException, InvalidRequest;
    }

    private static final int NUMBER_CHARACTERS_MAX = 64;
    private static final int NAME_CHARACTERS_MAX = 256;

    private final JsonParser parser;

    private JsonFields(JsonParser parser) {
        this.parser = parser;
    }

    static JsonFactory factory(int nestingMax, int bytesMax) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(nestingMax)
                        .maxStringLength(bytesMax)
                        .maxNumberLength(NUMBER_CHARACTERS_MAX)
                        .maxNameLength(NAME_CHARACTERS_MAX)
                        .build())
                .build();
    }

    /// Reads the object that is the whole body.
    static void readBody(JsonFactory factory, byte[] body, java.util.function.Function<JsonFields, FieldReader> fields)
            throws InvalidRequest {
        String text = utf8(body);
        try (JsonParser parser = factory.createParser(text)) {
            JsonFields json = new JsonFields(parser);
            try {
                if (parser.nextToken() == null) {
                    throw new InvalidRequest(
                            ApiError.invalid(null, null, "the body is empty; a JSON object is needed"));
                }
                json.expect(JsonToken.START_OBJECT, "a JSON object");
                json.object(fields.apply(json));
                if (parser.nextToken() != null) {
                    throw new InvalidRequest(ApiError.invalid(null, null, "something follows the JSON object"));
                }
            } catch (JsonProcessingException e) {
                throw json.broken(e);
            }
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static String utf8(byte[] body) throws InvalidRequest {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequest(ApiError.invalid(null, null, "the body is not valid UTF-8"));
        }
    }

    private InvalidRequest broken(JsonProcessingException e) {
        String path = path();
        String where = path.isEmpty() ? "" : " at '" + path + "'";
        String why = e instanceof StreamConstraintsException
                ? "passes a limit of this API" + where + ": " + e.getOriginalMessage()
                : "is not JSON" + where + ", line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return new InvalidRequest(ApiError.invalid(path.isEmpty() ? null : path, "invalid_json", "the body " + why));
    }

    void object(FieldReader reader) throws IOException, InvalidRequest {
        expect(JsonToken.START_OBJECT, "an object");
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (!seen.add(name)) {
                throw invalid("comes twice");
            }
            parser.nextToken();
            reader.read(name);
        }
    }

    /// @param elementsMax most elements
    void array(int elementsMax, ElementReader reader) throws IOException, InvalidRequest {
        expect(JsonToken.START_ARRAY, "an array");
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++count > elementsMax) {
                throw invalid("is one more than the " + elementsMax + " that are allowed");
            }
            reader.read();
        }
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isNumber() {
        return parser.currentToken().isNumeric();
    }

    /// Steps into an array or object and says whether it is empty; the parser stands on its end then.
    boolean steppedOverEmpty() throws IOException {
        JsonToken next = parser.nextToken();
        return next == JsonToken.END_ARRAY || next == JsonToken.END_OBJECT;
    }

    String string(int charactersMax) throws IOException, InvalidRequest {
        expect(JsonToken.VALUE_STRING, "a string");
        String value = parser.getText();
        if (value.length() > charactersMax) {
            throw invalid("has more than " + charactersMax + " characters");
        }
        checkCharacters(value);
        return value;
    }

    /// Refuses half of a surrogate pair, which UTF-8 cannot carry on.
    void checkCharacters(String value) throws InvalidRequest {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    throw invalid("holds half of a surrogate pair, which is no character");
                }
                i++;
            }
        }
    }

    long integer(long min, long max) throws IOException, InvalidRequest {
        expect(JsonToken.VALUE_NUMBER_INT, "an integer");
        long value;
        try {
            value = parser.getLongValue();
        } catch (JsonProcessingException tooLarge) {
            throw invalid("must be " + min + " to " + max);
        }
        if (value < min || value > max) {
            throw invalid("must be " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    double number(double min, double max) throws IOException, InvalidRequest {
        if (!isNumber()) {
            throw wrongType("a number");
        }
        double value = parser.getDoubleValue();
        if (!(value >= min && value <= max)) {
            throw invalid("must be " + plain(min) + " to " + plain(max) + ", not " + parser.getText());
        }
        return value;
    }

    /// The characters of a number, as the client wrote it.
    String numberText() throws IOException {
        return parser.getText();
    }

    boolean bool() throws InvalidRequest {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrongType("true or false");
        };
    }

    InvalidRequest invalid(String why) {
        return invalid(path(), why);
    }

    static InvalidRequest invalid(String path, String why) {
        return new InvalidRequest(
                path.isEmpty()
                        ? ApiError.invalid(null, "invalid_value", "the body " + why)
                        : ApiError.invalid(path, "invalid_value", "'" + path + "' " + why));
    }

    /// For a field that the object just read should have had.
    InvalidRequest missing(String name) {
        String path = path();
        String field = path.isEmpty() ? name : path + "." + name;
        return new InvalidRequest(ApiError.invalid(field, "missing_required_parameter", "'" + field + "' is required"));
    }

    InvalidRequest unknown() {
        String path = path();
        return new InvalidRequest(ApiError.invalid(path, "unknown_parameter", "'" + path + "' is not a known field"));
    }

    /// For what OpenAI's API has and this platform has not.
    InvalidRequest notServedYet() {
        return notServedYet(path());
    }

    static InvalidRequest notServedYet(String path) {
        return new InvalidRequest(
                ApiError.invalid(path, "unsupported_parameter", "'" + path + "' as given is not served yet"));
    }

    InvalidRequest wrongType(String wanted) {
        return invalid("must be " + wanted + ", not " + kind(parser.currentToken()));
    }

    private void expect(JsonToken token, String wanted) throws InvalidRequest {
        if (parser.currentToken() != token) {
            throw wrongType(wanted);
        }
    }

    /// Where the parser stands, such as `messages[1].content[0].text`; empty at the top.
    String path() {
        StringBuilder path = new StringBuilder();
        append(parser.getParsingContext(), path);
        return path.toString();
    }

    private static void append(JsonStreamContext context, StringBuilder path) {
        if (context.getParent() != null) {
            append(context.getParent(), path);
        }
        if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject() && context.hasCurrentName()) {
            path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
        }
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
