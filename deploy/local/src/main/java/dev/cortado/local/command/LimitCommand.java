package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Tenants;
import dev.cortado.local.administration.UsdText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
    private static final String USD = LimitTables.USD;
    private static final String NO_ALERT = "none";
    private static final String ALERT_IS =
            "percents of the cap at which somebody is told, such as 50,90; none: nobody is";
    private static final String NODE = "PATH";
    private static final String NODE_IS = "ORGANISATION[/TEAM[/PROJECT]], or id:ID of any node, such as a key's";

    /// What a changed limit does with a request that does not fit.
    static final class Kind {
        @Option(names = "--hard", description = "from now on it refuses what does not fit")
        private boolean hard;

        @Option(names = "--soft", description = "from now on it counts and tells, but refuses nothing")
        private boolean soft;

        boolean refuses() {
            return hard || !soft;
        }
    }

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
            @Option(names = "--alert", split = ",", paramLabel = "PERCENT", description = ALERT_IS) @Nullable
                    List<String> alerts)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("unit", unit.equals(USD) ? "nano-usd" : unit)
                .put("window", window)
                .put("zone", zone)
                .put("hard", !soft);
        putCap(body, unit.equals(USD), cap);
        putAlerts(body, alerts);
        asking.ask(administration ->
                asking.show(administration.post(limits(new Tenants(administration).id(path)), body), LimitTables::one));
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
                LimitTables.limits(out, answer.path("limits"));
                LimitTables.counters(out, answer.path("counters"));
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
            @ArgGroup @Nullable Kind kind,
            @Option(names = "--alert", split = ",", paramLabel = "PERCENT", description = ALERT_IS) @Nullable
                    List<String> alerts)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (window != null) {
            body.put("window", window);
        }
        if (zone != null) {
            body.put("zone", zone);
        }
        if (kind != null) {
            body.put("hard", kind.refuses());
        }
        putAlerts(body, alerts);
        asking.ask(administration -> {
            if (cap != null) {
                JsonNode limit = administration.get("/v1/limits/" + id);
                putCap(body, LimitTables.unit(limit).equals(USD), cap);
            }
            asking.show(administration.put("/v1/limits/" + id, body), LimitTables::one);
        });
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Holds nothing to it any more.")
    int remove(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the limit's id") long id)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(administration.delete("/v1/limits/" + id), LimitTables::one));
        return 0;
    }

    @Command(
            name = "forecast",
            mixinStandardHelpOptions = true,
            description = "Says where it will stand when its window ends.")
    int forecast(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the limit's id") long id)
            throws IOException, InterruptedException {
        asking.ask(administration ->
                asking.show(administration.get("/v1/limits/" + id + "/forecast"), LimitTables::forecast));
        return 0;
    }

    /// A list of none clears the alerts; no list leaves them as they are.
    private static void putAlerts(ObjectNode body, @Nullable List<String> alerts) {
        if (alerts == null) {
            return;
        }
        ArrayNode percents = body.putArray("alertPercents");
        if (!alerts.equals(List.of(NO_ALERT))) {
            alerts.forEach(alert -> percents.add(percent(alert)));
        }
    }

    private static int percent(String alert) {
        try {
            return Integer.parseInt(alert.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--alert must be whole percents of the cap, or " + NO_ALERT + " alone, not '" + alert + "'", e);
        }
    }

    private static String limits(String node) {
        return "/v1/nodes/" + Administration.encode(node) + "/limits";
    }

    private static void putCap(ObjectNode body, boolean money, String cap) {
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
}
