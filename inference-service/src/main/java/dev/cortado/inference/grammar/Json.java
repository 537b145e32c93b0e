package dev.cortado.inference.grammar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value, as written: numbers keep their text, members their order.
sealed interface Json {

    record Null() implements Json {}

    record Bool(boolean value) implements Json {}

    record Numeral(String text) implements Json {}

    record Text(String value) implements Json {}

    record Array(List<Json> items) implements Json {

        public Array {
            items = List.copyOf(items);
        }
    }

    record Members(Map<String, Json> byName) implements Json {

        public Members {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }

        boolean has(String name) {
            return byName.containsKey(name);
        }
    }
}
