package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Policies that are not in use, judged before they are.
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Judges a policy before it is used, and compares one that is tried.",
        subcommands = TrialCommand.class,
        synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "estimate",
            mixinStandardHelpOptions = true,
            description = {
                "What a policy would have brought and cost the demo tenant's requests that leave the choice to the",
                "router, from those that were rated."
            })
    int estimate(
            @Mixin Common common,
            @Option(
                            names = "--policy",
                            required = true,
                            paramLabel = "NAME",
                            description = "cheapest-sufficient, knee or best-within-cost")
                    String policy,
            @Option(
                            names = "--usd-per-utility",
                            paramLabel = "USD",
                            description = "what the whole utility of an answer is worth; as it was where absent")
                    @Nullable
                    String usdPerUtility,
            @Option(
                            names = "--utility-min",
                            paramLabel = "0..1",
                            description = "utility that is preferred at least; the router's default where absent")
                    @Nullable
                    String utilityMin,
            @Option(names = "--days", paramLabel = "N", description = "ratings of so many days; 30 where absent")
                    @Nullable
                    Integer days,
            @Option(names = "--json", description = "the API's answer, for programs") boolean json)
            throws IOException, InterruptedException {
        String path = "/policies/estimate?policy=" + Administration.encode(policy)
                + DemoApi.parameter("usd_per_utility", usdPerUtility)
                + DemoApi.parameter("utility_min", utilityMin)
                + DemoApi.parameter("days", days);
        JsonNode estimate = JSON.readTree(new DemoApi(common.started()).get(path));
        if (json) {
            System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(estimate));
        } else {
            print(estimate);
        }
        return 0;
    }

    private static void print(JsonNode estimate) {
        long ratings = estimate.path("ratings").asLong();
        System.out.println(String.format(
                Locale.ROOT,
                "%,d rated requests since %s; %.0f %% of them both policies decide alike",
                ratings,
                estimate.path("since").asText(),
                100.0 * estimate.path("decided_alike").asLong() / Math.max(1, ratings)));
        JsonNode inForce = estimate.path("in_force");
        JsonNode proposed = estimate.path("proposed");
        Table table =
                new Table("of a request", "in force", estimate.path("policy").asText());
        table.row("utility, doubly robust", utility(inForce, "doubly_robust"), utility(proposed, "doubly_robust"));
        table.row(
                "utility, inverse propensity",
                utility(inForce, "inverse_propensity"),
                utility(proposed, "inverse_propensity"));
        table.row("USD, doubly robust", usd(inForce, "doubly_robust"), usd(proposed, "doubly_robust"));
        table.row("USD, inverse propensity", usd(inForce, "inverse_propensity"), usd(proposed, "inverse_propensity"));
        table.row("worth as many choices", number(inForce, "effective"), number(proposed, "effective"));
        table.row("largest weight", number(inForce, "weight_max"), number(proposed, "weight_max"));
        table.print(System.out, "nothing to judge by");
        System.out.println("utility gained " + three(estimate.path("utility_gain")) + ", USD more "
                + text(estimate.path("cost_increase_usd")) + " a request, by "
                + estimate.path("policy").asText()
                + " (95 % intervals)");
        JsonNode leftOut = estimate.path("left_out");
        System.out.println("rated requests left out: " + leftOut.path("certain").asLong()
                + " in which chance had no part, "
                + leftOut.path("out_of_reach").asLong() + " in which chance could not have taken what the policy would,"
                + " " + leftOut.path("untold").asLong() + " of which too little was stored");
    }

    private static String utility(JsonNode worth, String how) {
        return three(worth.path("utility").path(how));
    }

    private static String usd(JsonNode worth, String how) {
        return text(worth.path("cost_usd").path(how));
    }

    private static String number(JsonNode worth, String name) {
        return String.format(Locale.ROOT, "%,.1f", worth.path(name).asDouble());
    }

    static String three(JsonNode interval) {
        return String.format(
                Locale.ROOT,
                "%.3f (%.3f to %.3f)",
                interval.path("value").asDouble(),
                interval.path("low").asDouble(),
                interval.path("high").asDouble());
    }

    /// Down to a millionth of a cent.
    static String text(JsonNode interval) {
        return String.format(
                Locale.ROOT,
                "%.8f (%.8f to %.8f)",
                interval.path("value").asDouble(),
                interval.path("low").asDouble(),
                interval.path("high").asDouble());
    }
}
