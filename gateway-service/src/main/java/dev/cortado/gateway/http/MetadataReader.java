package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.MetadataBounds;
import dev.cortado.contracts.unit.RequestPurpose;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Reads `metadata`: the client's own labels, as OpenAI bounds them. Characters are counted as OpenAI counts them, by
/// code point.
final class MetadataReader {

    private MetadataReader() {}

    static Map<String, String> read(JsonFields json) throws IOException, InvalidRequest {
        Map<String, String> pairs = new HashMap<>();
        json.object(name -> {
            if (pairs.size() == MetadataBounds.CLIENT_PAIRS_MAX) {
                throw json.invalid(
                        "is one more than the " + MetadataBounds.CLIENT_PAIRS_MAX + " pairs that are allowed");
            }
            if (MetadataBounds.characters(name) > MetadataBounds.NAME_CHARACTERS_MAX) {
                throw json.invalid("has a name of more than " + MetadataBounds.NAME_CHARACTERS_MAX + " characters");
            }
            for (String reserved : RequestPurpose.RESERVED) {
                if (name.startsWith(reserved)) {
                    throw json.invalid("has a name that begins with '" + reserved
                            + "', which are the platform's own: send another name");
                }
            }
            json.checkCharacters(name);
            if (name.indexOf('\0') >= 0) {
                throw json.invalid("has a name that holds the character U+0000");
            }
            pairs.put(name, label(json, MetadataBounds.VALUE_CHARACTERS_MAX));
        });
        return pairs;
    }

    /// A string that is kept with the decision. No database keeps U+0000.
    static String label(JsonFields json, int charactersMax) throws IOException, InvalidRequest {
        String label = json.string(2 * charactersMax);
        if (MetadataBounds.characters(label) > charactersMax) {
            throw json.invalid("has more than " + charactersMax + " characters");
        }
        if (label.indexOf('\0') >= 0) {
            throw json.invalid("holds the character U+0000");
        }
        return label;
    }
}
