package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Table;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Policies that a share of the requests tries.
@Command(
        name = "trial",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a policy that is tried with the usual one. A trial is set and ended by the routing rule of a tenant",
            "(tenant rule set NODE --trial-…), or by the router's keys cortado.router.tenants.\"ORGANISATION\".trial.…"
        },
        synopsisSubcommandLabel = "COMMAND")
final class TrialCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "What came of a trial of the demo tenant so far.")
    int show(
            @Mixin Common common,
            @Option(names = "--name", paramLabel = "NAME", description = "of an ended one; else that which is set")
                    @Nullable
                    String name,
            @Option(names = "--days", paramLabel = "N", description = "requests of so many days; 30 where absent")
                    @Nullable
                    Integer days,
            @Option(names = "--json", description = "the API's answer, for programs") boolean json)
            throws IOException, InterruptedException {
        String parameters = DemoApi.parameter("name", name) + DemoApi.parameter("days", days);
        String path = "/policies/trial" + (parameters.isEmpty() ? "" : "?" + parameters.substring(1));
        JsonNode trial = JSON.readTree(new DemoApi(common.started()).get(path));
        if (json) {
            System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(trial));
        } else {
            print(trial);
        }
        return 0;
    }

    private static void print(JsonNode trial) {
        String mode = trial.path("mode").asText();
        boolean isShadow = mode.equals("shadow");
        System.out.println("trial " + trial.path("name").asText() + " (" + mode + ", "
                + (trial.path("is_set").asBoolean() ? "runs" : "ended") + "), requests since "
                + trial.path("since").asText()
                + (trial.path("truncated").asBoolean() ? ", the newest only" : ""));
        JsonNode usual = trial.path("usual");
        JsonNode other = trial.path(isShadow ? "shadow" : "trial");
        JsonNode difference = trial.path("difference");
        Table table = new Table("of a request", "usual", isShadow ? "shadow" : "trial", "difference");
        row(table, "utility expected", usual, other, difference, each -> told(each.path("utility"), true));
        row(table, "rating", usual, other, difference, each -> told(each.path("rating"), true));
        row(table, "USD, likely", usual, other, difference, each -> told(each.path("likely_cost_usd"), false));
        row(table, "USD, charged", usual, other, difference, each -> told(each.path("charged_usd"), false));
        table.row(
                "requests",
                usual.path("requests").asText(),
                other.path("requests").asText(),
                "");
        table.row("users", usual.path("units").asText(), other.path("units").asText(), "");
        table.row("rated", usual.path("ratings").asText(), other.path("ratings").asText(), "");
        table.print(System.out, "nothing was answered");
        if (isShadow) {
            System.out.println(trial.path("decided_alike").asText() + " requests both policies decide alike");
        }
    }

    private static void row(
            Table table,
            String what,
            JsonNode usual,
            JsonNode other,
            JsonNode difference,
            Function<JsonNode, String> of) {
        table.row(what, of.apply(usual), of.apply(other), of.apply(difference));
    }

    private static String told(JsonNode interval, boolean isUtility) {
        if (!interval.isObject()) {
            return "";
        }
        return isUtility ? PolicyCommand.three(interval) : PolicyCommand.text(interval);
    }
}
