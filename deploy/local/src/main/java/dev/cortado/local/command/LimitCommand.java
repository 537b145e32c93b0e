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
            @Option(names = "--soft", description = "counts and tells, but refuses nothing") boolean soft)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("unit", unit.equals(USD) ? "nano-usd" : unit)
                .put("window", window)
                .put("zone", zone)
                .put("hard", !soft);
        put(body, unit.equals(USD), cap);
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
            description = "Changes a cap; what is spent already says when it is in force.")
    int change(
            @Mixin Asking asking,
            @Parameters(paramLabel = "ID", description = "the limit's id") long id,
            @Option(names = "--cap", required = true, description = "USD such as 12.50, or with --whole a number")
                    String cap,
            @Option(names = "--whole", description = "the cap is a number of tokens or requests") boolean whole)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        put(body, !whole, cap);
        asking.ask(administration -> asking.show(administration.put("/v1/limits/" + id, body), LimitCommand::one));
        return 0;
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
