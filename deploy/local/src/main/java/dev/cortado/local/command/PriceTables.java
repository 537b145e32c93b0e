package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.local.administration.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Price books, and what one changes of another, as people read them: USD per million tokens.
final class PriceTables {
    private static final List<String> METERS = List.of("prompt", "cachedPrompt", "cacheWrite", "completion");
    private static final String UNIT = "UsdPerMillion";

    private PriceTables() {}

    /// A whole book.
    static void book(PrintStream out, JsonNode book) {
        String version = book.path("version").asText();
        String from = book.path("effectiveAt").asText();
        out.println("version " + version + ", in force since " + from + "; USD per million tokens");
        Table table = new Table("variant", "pool", "lane", "prompt", "cached", "cache write", "completion");
        book.path("prices").forEach(price -> table.row(cells(price, price)));
        table.print(out, "no price");
    }

    /// What an import changes; of a changed price each meter that differs shows what it was and what it becomes.
    static void changes(PrintStream out, JsonNode changes) {
        boolean preview = changes.path("preview").asBoolean();
        String version = changes.path("version").asText();
        String begins = preview ? " would be in force from " : " is in force from ";
        String from = changes.path("effectiveAt").asText();
        out.println("version " + version + begins + from + after(changes) + "; USD per million tokens");
        Table table = new Table("change", "variant", "pool", "lane", "prompt", "cached", "cache write", "completion");
        changes.path("added").forEach(price -> row(table, "added", price, price));
        changes.path("removed").forEach(price -> row(table, "removed", price, price));
        changes.path("changed").forEach(pair -> row(table, "changed", pair.path("before"), pair.path("after")));
        table.print(out, "no price differs");
        out.println("unchanged: " + changes.path("unchanged").asText());
        if (preview) {
            out.println("this is a preview: nothing is published");
        }
    }

    private static String after(JsonNode changes) {
        String follows = changes.path("follows").asText("");
        return follows.isEmpty() ? ", the first of its time" : ", after " + follows;
    }

    private static void row(Table table, String change, JsonNode before, JsonNode after) {
        List<String> row = new ArrayList<>();
        row.add(change);
        row.addAll(cells(before, after));
        table.row(row);
    }

    private static List<String> cells(JsonNode before, JsonNode after) {
        List<String> cells = new ArrayList<>();
        cells.add(after.path("variant").asText());
        String pool = after.path("pool").asText("");
        cells.add(pool.isEmpty() ? "any" : pool);
        cells.add(after.path("lane").asText());
        for (String meter : METERS) {
            String was = before.path(meter + UNIT).asText();
            String becomes = after.path(meter + UNIT).asText();
            cells.add(was.equals(becomes) ? becomes : was + " -> " + becomes);
        }
        return cells;
    }
}
