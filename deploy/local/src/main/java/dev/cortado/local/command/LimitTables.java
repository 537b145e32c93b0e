package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cortado.local.administration.Table;
import java.io.PrintStream;
import java.util.StringJoiner;

/// Limits, what is spent of them and where they will stand, as people read them.
final class LimitTables {
    static final String USD = "usd";

    private LimitTables() {}

    /// A limit that was just made, changed or removed.
    static void one(PrintStream out, JsonNode limit) {
        limits(out, JsonNodeFactory.instance.arrayNode().add(limit));
        out.println("the cap holds: " + limit.path("capHolds").asText());
        if (!limit.path("inForce").asBoolean()) {
            out.println("not every router has heard of it yet");
        }
        limit.path("warnings").forEach(warning -> out.println("note: " + warning.asText()));
    }

    static void limits(PrintStream out, JsonNode limits) {
        Table table = new Table("limit", "unit", "window", "zone", "kind", "cap", "alerts");
        limits.forEach(limit -> table.row(
                limit.path("id").asText(),
                unit(limit),
                limit.path("window").asText(),
                limit.path("zone").asText(),
                limit.path("hard").asBoolean() ? "hard" : "soft",
                amount(limit, "cap"),
                alerts(limit.path("alertPercents"))));
        table.print(out, "no limit of its own");
    }

    static void counters(PrintStream out, JsonNode counters) {
        if (counters.isEmpty()) {
            return;
        }
        Table table = new Table("limit", "unit", "spent", "of", "until");
        counters.forEach(counter -> table.row(
                counter.path("limit").asText(),
                unit(counter),
                amount(counter, "spent"),
                amount(counter, "cap"),
                counter.path("windowEnd").asText()));
        out.println();
        table.print(out, "");
    }

    static void forecast(PrintStream out, JsonNode forecast) {
        out.println("spent " + amount(forecast, "spent") + " of " + amount(forecast, "cap") + " " + unit(forecast));
        if (forecast.has("atEnd")) {
            out.println("expected " + amount(forecast, "atEnd") + " by "
                    + forecast.path("windowEnd").asText());
        }
        if (forecast.has("knownFrom")) {
            out.println("too early to tell; ask again from "
                    + forecast.path("knownFrom").asText());
        } else {
            out.println(
                    forecast.has("capReachedAt")
                            ? "the cap is reached at "
                                    + forecast.path("capReachedAt").asText()
                            : "the cap is not reached in this window");
        }
        out.println("(" + forecast.path("method").asText() + ")");
    }

    /// As people call it.
    static String unit(JsonNode limit) {
        String unit = limit.path("unit").asText();
        return unit.equals("nano-usd") ? USD : unit;
    }

    private static String amount(JsonNode of, String field) {
        return of.path(field + "Usd").asText(of.path(field).asText());
    }

    private static String alerts(JsonNode percents) {
        if (percents.isEmpty()) {
            return "none";
        }
        StringJoiner joined = new StringJoiner(" ");
        percents.forEach(percent -> joined.add(percent.asText() + "%"));
        return joined.toString();
    }
}
