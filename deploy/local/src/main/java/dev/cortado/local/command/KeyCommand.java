package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.administration.Tenants;
import dev.cortado.local.administration.Tenants.Kind;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// API keys of projects. A secret is shown once, when its key is made.
@Command(name = "key", mixinStandardHelpOptions = true, description = "API keys.", synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {
    private static final String PROJECT = "ORGANISATION/TEAM/PROJECT";

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a key and shows its secret, once.")
    int create(
            @Mixin Asking asking,
            @Parameters(paramLabel = PROJECT) String path,
            @Parameters(paramLabel = "NAME", description = "what the key is for") String name)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.post(
                        keys(new Tenants(administration), path),
                        JsonNodeFactory.instance.objectNode().put("name", name)),
                (out, answer) -> {
                    out.println(answer.path("secret").asText());
                    out.println("id " + answer.path("key").path("id").asText()
                            + "; keep the secret, it is not shown again");
                }));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists a project's keys, without secrets.")
    int list(@Mixin Asking asking, @Parameters(paramLabel = PROJECT) String path)
            throws IOException, InterruptedException {
        asking.ask(administration -> {
            Tenants tenants = new Tenants(administration);
            asking.show(tenants.all(keys(tenants, path)), KeyCommand::table);
        });
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a key, for good.")
    int revoke(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the key's id") String id)
            throws IOException, InterruptedException {
        return change(asking, id, "revoke");
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Refuses a key's requests until it is resumed.")
    int suspend(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the key's id") String id)
            throws IOException, InterruptedException {
        return change(asking, id, "suspend");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends a key's suspension.")
    int resume(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the key's id") String id)
            throws IOException, InterruptedException {
        return change(asking, id, "resume");
    }

    private static int change(Asking asking, String id, String change) throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.post("/v1/keys/" + Administration.encode(id) + "/" + change),
                (out, answer) ->
                        out.println("key " + id + " is " + answer.path("state").asText())));
        return 0;
    }

    private static String keys(Tenants tenants, String path) throws IOException, InterruptedException {
        return "/v1/" + Kind.PROJECT.plural() + "/" + Administration.encode(tenants.id(path)) + "/keys";
    }

    private static void table(PrintStream out, JsonNode keys) {
        Table table = new Table("name", "id", "public id", "state", "created");
        keys.forEach(key -> table.row(
                key.path("name").asText(),
                key.path("id").asText(),
                key.path("publicId").asText(),
                key.path("state").asText(),
                key.path("createdAt").asText()));
        table.print(out, "there is no key");
    }
}
