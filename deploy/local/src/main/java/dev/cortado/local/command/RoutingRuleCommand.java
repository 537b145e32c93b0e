package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.administration.Tenants;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How requests of a tenant's node are routed: which variants and places may answer, and what utility is worth.
@Command(
        name = "rule",
        mixinStandardHelpOptions = true,
        description = "How a tenant's requests are routed.",
        synopsisSubcommandLabel = "COMMAND")
final class RoutingRuleCommand {
    private static final String NODE = "PATH";
    private static final String NODE_IS = "ORGANISATION[/TEAM[/PROJECT]], or id:ID of any node, such as a key's";

    /// The options of a trial, which need a name.
    static final class TrialOptions {
        @Option(
                names = "--trial-name",
                required = true,
                paramLabel = "NAME",
                description = "of another policy that is tried; a new one for each trial")
        private @Nullable String name;

        @Option(
                names = "--trial-policy",
                required = true,
                paramLabel = "POLICY",
                description = "cheapest-sufficient, knee or best-within-cost")
        private @Nullable String policy;

        @Option(
                names = "--trial-usd-per-utility",
                paramLabel = "USD",
                description = "what the whole utility of one answer is worth under it")
        private @Nullable String usdPerUtility;

        @Option(names = "--trial-utility-min", paramLabel = "UTILITY", description = "that it prefers at least, 0 to 1")
        private @Nullable Double utilityMin;

        @Option(
                names = "--trial-share",
                paramLabel = "SHARE",
                description = "of the requests, above 0 and below 1; in the shadow to 1")
        private @Nullable Double share;

        @Option(names = "--trial-shadow", description = "it only says what it would have chosen")
        private boolean shadow;

        void put(ObjectNode trial) {
            trial.put("name", name).put("policy", policy).put("shadow", shadow);
            if (usdPerUtility != null) {
                trial.put("usdPerUtility", usdPerUtility);
            }
            if (utilityMin != null) {
                trial.put("utilityMin", utilityMin);
            }
            if (share != null) {
                trial.put("share", share);
            }
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows the node's own rule.")
    int show(@Mixin Asking asking, @Parameters(paramLabel = NODE, description = NODE_IS) String path)
            throws IOException, InterruptedException {
        asking.ask(administration ->
                asking.show(administration.get(rule(administration, path)), RoutingRuleCommand::table));
        return 0;
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Sets the whole rule: what is not named is not kept.")
    int set(
            @Mixin Asking asking,
            @Parameters(paramLabel = NODE, description = NODE_IS) String path,
            @Option(
                            names = "--variants",
                            split = ",",
                            paramLabel = "NAME",
                            description = "variants and tiers that may answer")
                    @Nullable
                    List<String> variants,
            @Option(names = "--residency", paramLabel = "LABEL", description = "label that a pool must have") @Nullable
                    String residency,
            @Option(
                            names = "--usd-per-utility",
                            paramLabel = "USD",
                            description = "what the whole utility of one answer is worth")
                    @Nullable
                    String usdPerUtility,
            @Option(
                            names = "--policy",
                            paramLabel = "POLICY",
                            description = "of auto: cheapest-sufficient, knee or best-within-cost")
                    @Nullable
                    String policy,
            @Option(names = "--utility-min", paramLabel = "UTILITY", description = "that auto prefers at least, 0 to 1")
                    @Nullable
                    Double utilityMin,
            @Option(
                            names = "--exploration-share",
                            paramLabel = "SHARE",
                            description = "of its requests in which chance chooses, 0 to 1")
                    @Nullable
                    Double explorationShare,
            @Option(
                            names = "--pays-for-hedges",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "whether it pays for both attempts of a hedged request")
                    @Nullable
                    Boolean paysForHedges,
            @Option(
                            names = "--engagement",
                            split = ",",
                            paramLabel = "opened|clicked|replied=UTILITY",
                            description = "what an answer counts for once a reader did this, 0 to 1")
                    @Nullable
                    Map<String, Double> engagement,
            @ArgGroup(exclusive = false, heading = "Another policy for requests that leave the choice to the router:%n")
                    @Nullable
                    TrialOptions trial)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (variants != null) {
            ArrayNode names = body.putArray("variants");
            variants.forEach(names::add);
        }
        if (residency != null) {
            body.put("residency", residency);
        }
        if (usdPerUtility != null) {
            body.put("usdPerUtility", usdPerUtility);
        }
        if (policy != null) {
            body.put("policy", policy);
        }
        if (utilityMin != null) {
            body.put("utilityMin", utilityMin);
        }
        if (explorationShare != null) {
            body.put("explorationShare", explorationShare);
        }
        if (paysForHedges != null) {
            body.put("paysForHedges", paysForHedges);
        }
        if (engagement != null) {
            ObjectNode weights = body.putObject("engagement");
            engagement.forEach(weights::put);
        }
        if (trial != null) {
            trial.put(body.putObject("trial"));
        }
        asking.ask(administration ->
                asking.show(administration.put(rule(administration, path), body), RoutingRuleCommand::table));
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes the node's own rule away.")
    int remove(@Mixin Asking asking, @Parameters(paramLabel = NODE, description = NODE_IS) String path)
            throws IOException, InterruptedException {
        asking.ask(administration ->
                asking.show(administration.delete(rule(administration, path)), RoutingRuleCommand::table));
        return 0;
    }

    private static String rule(Administration administration, String path) throws IOException, InterruptedException {
        return "/v1/nodes/" + Administration.encode(new Tenants(administration).id(path)) + "/routing-rule";
    }

    private static void table(PrintStream out, JsonNode answer) {
        Table table = new Table("rule", "value");
        answer.properties().stream()
                .filter(each ->
                        !each.getKey().equals("node") && !each.getValue().isNull())
                .forEach(each -> table.row(each.getKey(), value(each.getValue())));
        table.print(out, "no rule of its own");
    }

    private static String value(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .filter(each -> !each.getValue().isNull())
                    .map(each -> each.getKey() + " " + each.getValue().asText())
                    .collect(Collectors.joining(", "));
        }
        return value.isArray()
                ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))
                : value.asText();
    }
}
