package dev.cortado.evaluation.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// The fields of a JSON object, read strictly: what is missing, of another type or unknown is refused by name.
record Fields(JsonNode node, String what) {

    Fields {
        if (!node.isObject()) {
            throw new IllegalArgumentException("'" + what + "' must be a JSON object");
        }
    }

    void onlyHas(List<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + what + "' has an unknown field '" + name + "'; it may have " + String.join(", ", known));
            }
        });
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonNode node(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    String text(String name) {
        JsonNode value = node(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException("'" + name + "' must be a text");
        }
        return value.asText();
    }

    int number(String name) {
        JsonNode value = node(name);
        if (!value.isInt()) {
            throw new IllegalArgumentException("'" + name + "' must be a whole number");
        }
        return value.asInt();
    }

    boolean flag(String name) {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("'" + name + "' must be true or false");
        }
        return value.asBoolean(false);
    }

    JsonNode array(String name) {
        JsonNode value = node(name);
        if (!value.isArray() || value.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' must be a list with at least one entry");
        }
        return value;
    }

    List<String> texts(String name) {
        return texts(array(name), name);
    }

    /// Empty where it is left out.
    List<String> textsOrNone(String name) {
        return has(name) ? texts(name) : List.of();
    }

    static List<String> texts(JsonNode array, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : array) {
            if (!each.isTextual() || each.asText().isEmpty()) {
                throw new IllegalArgumentException("'" + name + "' must be a list of texts");
            }
            texts.add(each.asText());
        }
        return texts;
    }
}
