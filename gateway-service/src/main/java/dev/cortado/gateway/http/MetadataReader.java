package dev.cortado.gateway.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Reads `metadata`: the client's own labels, as OpenAI bounds them. Characters are counted as OpenAI counts them, by
/// code point.
final class MetadataReader {

    static final int PAIRS_MAX = 16;
    static final int NAME_CHARACTERS_MAX = 64;
    static final int VALUE_CHARACTERS_MAX = 512;

    private MetadataReader() {}

    static Map<String, String> read(JsonFields json) throws IOException, InvalidRequest {
        Map<String, String> pairs = new HashMap<>();
        json.object(name -> {
            if (pairs.size() == PAIRS_MAX) {
                throw json.invalid("is one more than the " + PAIRS_MAX + " pairs that are allowed");
            }
            if (characters(name) > NAME_CHARACTERS_MAX) {
                throw json.invalid("has a name of more than " + NAME_CHARACTERS_MAX + " characters");
            }
            json.checkCharacters(name);
            if (name.indexOf('\0') >= 0) {
                throw json.invalid("has a name that holds the character U+0000");
            }
            pairs.put(name, label(json, VALUE_CHARACTERS_MAX));
        });
        return pairs;
    }

    /// A string that is kept with the decision. No database keeps U+0000.
    static String label(JsonFields json, int charactersMax) throws IOException, InvalidRequest {
        String label = json.string(2 * charactersMax);
        if (characters(label) > charactersMax) {
            throw json.invalid("has more than " + charactersMax + " characters");
        }
        if (label.indexOf('\0') >= 0) {
            throw json.invalid("holds the character U+0000");
        }
        return label;
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
