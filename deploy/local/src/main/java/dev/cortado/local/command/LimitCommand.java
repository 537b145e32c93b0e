package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.administration.Tenants;
import dev.cortado.local.administration.UsdText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Limits: budgets and rates are one thing, in another unit and window.
@Command(
        name = "limit",
        mixinStandardHelpOptions = true,
        description = "Budgets and rates of tenants.",
        synopsisSubcommandLabel = "COMMAND")
final class LimitCommand {
    private static final String USD = "usd";
    private static final String NODE = "PATH";
    private static final String NODE_IS = "ORGANISATION[/TEAM[/PROJECT]], or id:ID of any node, such as a key's";

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Makes a limit.")
    int set(
            @Mixin Asking asking,
            @Parameters(paramLabel = NODE, description = NODE_IS) String path,
            @Option(names = "--unit", defaultValue = USD, description = "usd, tokens or requests (${DEFAULT-VALUE})")
                    String unit,
            @Option(
                            names = "--window",
                            defaultValue = "month",
                            description = "minute, hour, day, week, month or total (${DEFAULT-VALUE})")
                    String window,
            @Option(
                            names = "--zone",
                            defaultValue = "UTC",
                            description = "whose days it follows, such as Europe/Berlin (${DEFAULT-VALUE})")
                    String zone,
            @Option(
                            names = "--cap",
                            required = true,
                            description = "the most: USD such as 12.50, or a whole number of tokens or requests")
                    String cap,
            @Option(names = "--soft", description = "counts and tells, but refuses nothing") boolean soft,
            @Option(names = "--alert", split = ",", description = "percents of the cap at which somebody is told")
                    @Nullable
                    List<Integer> alerts)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("unit", unit.equals(USD) ? "nano-usd" : unit)
                .put("window", window)
                .put("zone", zone)
                .put("hard", !soft);
        put(body, unit.equals(USD), cap);
        put(body, alerts);
        asking.ask(administration -> asking.show(
                administration.post(limits(new Tenants(administration).id(path)), body), LimitCommand::one));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists a node's limits and what is spent.")
    int list(@Mixin Asking asking, @Parameters(paramLabel = NODE, description = NODE_IS) String path)
            throws IOException, InterruptedException {
        asking.ask(administration -> {
            String node = new Tenants(administration).id(path);
            JsonNode limits = administration.get(limits(node));
            JsonNode counters = administration.get("/v1/nodes/" + Administration.encode(node) + "/counters");
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.set("limits", limits);
            whole.set("counters", counters);
            asking.show(whole, (out, answer) -> {
                table(out, answer.path("limits"));
                spent(out, answer.path("counters"));
            });
        });
        return 0;
    }

    @Command(
            name = "change",
            mixinStandardHelpOptions = true,
            description = "Changes what is named; the answer says when it is in force.")
    int change(
            @Mixin Asking asking,
            @Parameters(paramLabel = "ID", description = "the limit's id") long id,
            @Option(names = "--cap", description = "the most: USD such as 12.50, or a whole number") @Nullable
                    String cap,
            @Option(names = "--window", description = "from its next boundary on") @Nullable String window,
            @Option(names = "--zone", description = "from its next boundary on") @Nullable String zone,
            @Option(names = "--alert", split = ",", description = "percents of the cap") @Nullable List<Integer> alerts)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (window != null) {
            body.put("window", window);
        }
        if (zone != null) {
            body.put("zone", zone);
        }
        put(body, alerts);
        asking.ask(administration -> {
            if (cap != null) {
                JsonNode limit = administration.get("/v1/limits/" + id);
                put(body, unit(limit).equals(USD), cap);
            }
            asking.show(administration.put("/v1/limits/" + id, body), LimitCommand::one);
        });
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Holds nothing to it any more.")
    int remove(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the limit's id") long id)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(administration.delete("/v1/limits/" + id), LimitCommand::one));
        return 0;
    }

    @Command(
            name = "forecast",
            mixinStandardHelpOptions = true,
            description = "Says where it will stand when its window ends.")
    int forecast(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the limit's id") long id)
            throws IOException, InterruptedException {
        asking.ask(administration ->
                asking.show(administration.get("/v1/limits/" + id + "/forecast"), LimitCommand::forecast));
        return 0;
    }

    private static void forecast(PrintStream out, JsonNode forecast) {
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

    private static String amount(JsonNode forecast, String field) {
        return forecast.path(field + "Usd").asText(forecast.path(field).asText());
    }

    private static void put(ObjectNode body, @Nullable List<Integer> alerts) {
        if (alerts != null) {
            alerts.forEach(body.withArray("alertPercents")::add);
        }
    }

    private static String limits(String node) {
        return "/v1/nodes/" + Administration.encode(node) + "/limits";
    }

    private static void put(ObjectNode body, boolean money, String cap) {
        if (money) {
            body.put("capUsd", UsdText.of("--cap", cap));
            return;
        }
        try {
            body.put("cap", Long.parseLong(cap));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--cap must be a whole number, not '" + cap + "'", e);
        }
    }

    private static void one(PrintStream out, JsonNode limit) {
        table(out, JsonNodeFactory.instance.arrayNode().add(limit));
        out.println("the cap holds: " + limit.path("capHolds").asText());
        if (!limit.path("inForce").asBoolean()) {
            out.println("not every router has heard of it yet");
        }
        limit.path("warnings").forEach(warning -> out.println("note: " + warning.asText()));
    }

    static void table(PrintStream out, JsonNode limits) {
        Table table = new Table("limit", "unit", "window", "zone", "kind", "cap");
        limits.forEach(limit -> table.row(
                limit.path("id").asText(),
                unit(limit),
                limit.path("window").asText(),
                limit.path("zone").asText(),
                limit.path("hard").asBoolean() ? "hard" : "soft",
                limit.path("capUsd").asText(limit.path("cap").asText())));
        table.print(out, "no limit of its own");
    }

    private static void spent(PrintStream out, JsonNode counters) {
        if (counters.isEmpty()) {
            return;
        }
        Table table = new Table("limit", "unit", "spent", "of", "until");
        counters.forEach(counter -> table.row(
                counter.path("limit").asText(),
                unit(counter),
                counter.path("spentUsd").asText(counter.path("spent").asText()),
                counter.path("capUsd").asText(counter.path("cap").asText()),
                counter.path("windowEnd").asText()));
        out.println();
        table.print(out, "");
    }

    private static String unit(JsonNode limit) {
        String unit = limit.path("unit").asText();
        return unit.equals("nano-usd") ? USD : unit;
    }
}
