package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.administration.Tenants;
import dev.cortado.local.administration.Tenants.Kind;
import dev.cortado.local.administration.Tenants.Place;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Organisations, their teams and projects. A path of names says what is meant: `acme`, `acme/search`,
/// `acme/search/production`.
@Command(
        name = "tenant",
        mixinStandardHelpOptions = true,
        description = "Organisations, teams and projects.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MemberCommand.class, RoutingRuleCommand.class})
final class TenantCommand {
    private static final String PATH = "ORGANISATION[/TEAM[/PROJECT]]";

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes what the last name says.")
    int create(@Mixin Asking asking, @Parameters(paramLabel = PATH) String path)
            throws IOException, InterruptedException {
        asking.ask(administration -> {
            Place place = new Tenants(administration).place(path);
            JsonNode made = administration.post(
                    place.kind().collection(place.parent()),
                    JsonNodeFactory.instance.objectNode().put("name", place.name()));
            asking.show(
                    made,
                    (out, answer) ->
                            out.println(path + " is made: " + answer.path("id").asText()));
        });
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists what is below; organisations if none.")
    int list(@Mixin Asking asking, @Parameters(paramLabel = "ORGANISATION[/TEAM]", arity = "0..1") String path)
            throws IOException, InterruptedException {
        asking.ask(administration -> {
            Tenants tenants = new Tenants(administration);
            if (path == null) {
                asking.show(tenants.all(Kind.ORGANISATION.collection("")), TenantCommand::table);
                return;
            }
            Place place = tenants.place(path);
            Kind below = switch (place.kind()) {
                case ORGANISATION -> Kind.TEAM;
                case TEAM -> Kind.PROJECT;
                case PROJECT ->
                    throw new IllegalArgumentException("below a project there are keys: ./cortado key list " + path);
            };
            asking.show(tenants.all(below.collection(tenants.id(path))), TenantCommand::table);
        });
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one, with its limits.")
    int show(@Mixin Asking asking, @Parameters(paramLabel = PATH) String path)
            throws IOException, InterruptedException {
        asking.ask(administration -> {
            JsonNode node = new Tenants(administration).node(path);
            JsonNode limits = administration.get(
                    "/v1/nodes/" + Administration.encode(node.required("id").asText()) + "/limits");
            var whole = JsonNodeFactory.instance.objectNode();
            whole.set("tenant", node);
            whole.set("limits", limits);
            asking.show(whole, (out, answer) -> {
                answer.path("tenant")
                        .properties()
                        .forEach(each -> out.println(each.getKey() + "  "
                                + each.getValue().asText(each.getValue().toString())));
                LimitTables.limits(out, answer.path("limits"));
            });
        });
        return 0;
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Refuses its requests from now on; data and books stay.")
    int suspend(@Mixin Asking asking, @Parameters(paramLabel = PATH) String path)
            throws IOException, InterruptedException {
        return change(asking, path, "suspend");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends a suspension.")
    int resume(@Mixin Asking asking, @Parameters(paramLabel = PATH) String path)
            throws IOException, InterruptedException {
        return change(asking, path, "resume");
    }

    @Command(
            name = "tags",
            mixinStandardHelpOptions = true,
            description = "Shows the tags; sets them where any is given.")
    int tags(
            @Mixin Asking asking,
            @Parameters(paramLabel = "PATH", description = PATH + ", or id:ID of a key") String path,
            @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "these and no others") @Nullable
                    Map<String, String> tags,
            @Option(names = "--none", description = "removes them all") boolean none)
            throws IOException, InterruptedException {
        asking.ask(administration -> {
            String at = "/v1/nodes/" + Administration.encode(new Tenants(administration).id(path)) + "/tags";
            if (tags == null && !none) {
                asking.show(administration.get(at), TenantCommand::tagTable);
                return;
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ObjectNode wanted = body.putObject("tags");
            if (tags != null) {
                tags.forEach(wanted::put);
            }
            asking.show(administration.put(at, body), TenantCommand::tagTable);
        });
        return 0;
    }

    private static void tagTable(PrintStream out, JsonNode answer) {
        Table table = new Table("tag", "value");
        answer.path("tags")
                .properties()
                .forEach(each -> table.row(each.getKey(), each.getValue().asText()));
        table.print(out, "no tag of its own");
    }

    private static int change(Asking asking, String path, String change) throws IOException, InterruptedException {
        asking.ask(administration -> {
            Tenants tenants = new Tenants(administration);
            asking.show(
                    administration.post("/v1/" + tenants.kind(path).plural() + "/"
                            + Administration.encode(tenants.id(path)) + "/" + change),
                    (out, answer) ->
                            out.println(path + " is " + answer.path("state").asText()));
        });
        return 0;
    }

    private static void table(PrintStream out, JsonNode nodes) {
        Table table = new Table("name", "id", "state", "created");
        nodes.forEach(node -> table.row(
                node.path("name").asText(),
                node.path("id").asText(),
                node.path("state").asText(""),
                node.path("createdAt").asText()));
        table.print(out, "there is none");
    }
}
