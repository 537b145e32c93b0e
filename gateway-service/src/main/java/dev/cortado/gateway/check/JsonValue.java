package dev.cortado.gateway.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A JSON value (RFC 8259).
sealed interface JsonValue {

    record Text(String text) implements JsonValue {}

    record Numeral(BigDecimal number) implements JsonValue {}

    record Bool(boolean value) implements JsonValue {}

    record Null() implements JsonValue {}

    record Array(List<JsonValue> items) implements JsonValue {

        public Array {
            items = List.copyOf(items);
        }
    }

    /// An object.
    record Members(Map<String, JsonValue> byName) implements JsonValue {

        public Members {
            byName = Map.copyOf(byName);
        }
    }

    /// Equal as JSON Schema has it: numbers by their value.
    default boolean same(JsonValue other) {
        return switch (this) {
            case Numeral(BigDecimal number) -> other instanceof Numeral(BigDecimal that) && number.compareTo(that) == 0;
            case Array(List<JsonValue> items) ->
                other instanceof Array(List<JsonValue> those) && items.size() == those.size() && each(items, those);
            case Members(Map<String, JsonValue> members) ->
                other instanceof Members(Map<String, JsonValue> those)
                        && members.keySet().equals(those.keySet())
                        && members.entrySet().stream()
                                .allMatch(member ->
                                        member.getValue().same(Objects.requireNonNull(those.get(member.getKey()))));
            case Text _, Bool _, Null _ -> equals(other);
        };
    }

    private static boolean each(List<JsonValue> items, List<JsonValue> those) {
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).same(those.get(i))) {
                return false;
            }
        }
        return true;
    }
}
