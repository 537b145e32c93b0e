package dev.cortado.evaluation.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;

/// The share of fields that a JSON object has right; 0 for anything that is not one valid JSON object, apart from a
/// code fence around it. Numbers are compared as numbers, texts whatever their case.
public record JsonCheck(List<Field> fields) implements Checker {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// @param value its text, or its number in digits
    public record Field(String name, String value) {}

    public JsonCheck {
        fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("no field");
        }
    }

    /// Names and values in turn.
    public static JsonCheck of(String... namesAndValues) {
        List<Field> fields = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new JsonCheck(fields);
    }

    @Override
    public double score(String answer) {
        JsonNode object;
        try {
            object = JSON.readTree(Texts.unfenced(answer));
        } catch (JsonProcessingException e) {
            return 0;
        }
        if (object == null || !object.isObject()) {
            return 0;
        }
        long right = fields.stream()
                .filter(field -> equal(object.path(field.name()), field.value()))
                .count();
        return (double) right / fields.size();
    }

    private static boolean equal(JsonNode found, String expected) {
        if (!found.isValueNode()) {
            return false;
        }
        if (Texts.plain(found.asText()).equals(Texts.plain(expected))) {
            return true;
        }
        try {
            return new BigDecimal(found.asText().strip()).compareTo(new BigDecimal(expected)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
