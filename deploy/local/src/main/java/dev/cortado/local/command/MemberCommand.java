package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.administration.Tenants;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// People of an organisation; Keycloak keeps them.
@Command(
        name = "members",
        mixinStandardHelpOptions = true,
        description = "People of an organisation.",
        synopsisSubcommandLabel = "COMMAND")
final class MemberCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists people and their roles.")
    int list(@Mixin Asking asking, @Parameters(paramLabel = "ORGANISATION") String path)
            throws IOException, InterruptedException {
        asking.ask(
                administration -> asking.show(administration.get(members(administration, path)), MemberCommand::table));
        return 0;
    }

    @Command(name = "invite", mixinStandardHelpOptions = true, description = "Gives a person a role; done soon after.")
    int invite(
            @Mixin Asking asking,
            @Parameters(paramLabel = "ORGANISATION") String path,
            @Parameters(paramLabel = "EMAIL") String email,
            @Option(
                            names = "--role",
                            defaultValue = "member",
                            description = "organisation-admin, viewer or member (${DEFAULT-VALUE})")
                    String role,
            @Option(names = "--team", description = "a team whose projects they may charge") @Nullable String team)
            throws IOException, InterruptedException {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("email", email).put("role", role);
        if (team != null) {
            body.put("team", team);
        }
        asking.ask(administration -> asking.show(
                administration.post(members(administration, path), body),
                (out, answer) -> out.println(email + " is to become " + role + " of " + path)));
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes a person out; done soon after.")
    int remove(
            @Mixin Asking asking,
            @Parameters(paramLabel = "ORGANISATION") String path,
            @Parameters(paramLabel = "ID", description = "the person's id") String person)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.delete(members(administration, path) + "/" + Administration.encode(person)),
                (out, answer) -> out.println(person + " is to leave " + path)));
        return 0;
    }

    private static String members(Administration administration, String path) throws IOException, InterruptedException {
        return "/v1/organisations/" + Administration.encode(new Tenants(administration).id(path)) + "/members";
    }

    private static void table(PrintStream out, JsonNode members) {
        Table table = new Table("id", "name", "email", "role", "enabled");
        members.forEach(member -> table.row(
                member.path("id").asText(),
                member.path("username").asText(),
                member.path("email").asText(),
                member.path("role").asText(),
                member.path("enabled").asText()));
        table.print(out, "nobody");
    }
}
