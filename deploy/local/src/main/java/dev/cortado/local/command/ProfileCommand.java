package dev.cortado.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.administration.Tenants;
import dev.cortado.local.administration.Tenants.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prompt profiles of organisations.
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = "Prompt profiles: instructions that are registered once and named by requests.",
        synopsisSubcommandLabel = "COMMAND")
final class ProfileCommand {
    private static final String ORGANISATION = "ORGANISATION";
    private static final String NAME = "NAME";
    private static final int PAGE = 1000;

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Registers the next version; what the newest one says already makes none.")
    int create(
            @Mixin Asking asking,
            @Parameters(paramLabel = ORGANISATION) String organisation,
            @Parameters(paramLabel = NAME, description = "what requests call it") String name,
            @Option(names = "--file", required = true, description = "the text, in UTF-8") Path file,
            @Option(
                            names = "--task",
                            description = "task of the catalogue: variants fine-tuned for it do not get the text",
                            defaultValue = "")
                    String task,
            @Option(
                            names = "--checks",
                            paramLabel = "FILE",
                            description = "JSON with the rules that answers must keep; one that does not is escalated")
                    @Nullable
                    Path checks)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                register(administration, organisation, name, file, task, checks),
                (out, answer) -> out.println(answer.path("id").asText() + " is registered: "
                        + answer.path("textBytes").asText() + " bytes")));
        return 0;
    }

    /// Registers the next version.
    ///
    /// @param file its text
    /// @param task empty for none
    /// @param checks file of its rules; null for none
    static JsonNode register(
            Administration administration,
            String organisation,
            String name,
            Path file,
            String task,
            @Nullable Path checks)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        body.put("text", text(file));
        if (!task.isEmpty()) {
            body.put("task", task);
        }
        if (checks != null) {
            body.set("checks", json(checks));
        }
        return administration.post(profiles(administration, organisation), body);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists profiles by their newest version.")
    int list(@Mixin Asking asking, @Parameters(paramLabel = ORGANISATION) String organisation)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.get(profiles(administration, organisation) + "?limit=" + PAGE), ProfileCommand::table));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a version's text, and what it takes on each variant.")
    int show(
            @Mixin Asking asking,
            @Parameters(paramLabel = ORGANISATION) String organisation,
            @Parameters(paramLabel = "NAME[@VERSION]", description = "the newest version where none is given")
                    String profile)
            throws IOException, InterruptedException {
        String[] parts = profile.split("@", 2);
        String query = parts.length == 1 ? "" : "?version=" + Administration.encode(parts[1]);
        asking.ask(administration -> asking.show(
                administration.get(
                        profiles(administration, organisation) + "/" + Administration.encode(parts[0]) + query),
                ProfileCommand::whole));
        return 0;
    }

    @Command(name = "versions", mixinStandardHelpOptions = true, description = "Lists a profile's versions.")
    int versions(
            @Mixin Asking asking,
            @Parameters(paramLabel = ORGANISATION) String organisation,
            @Parameters(paramLabel = NAME) String name)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.get(profiles(administration, organisation) + "/" + Administration.encode(name)
                        + "/versions?limit=" + PAGE),
                ProfileCommand::table));
        return 0;
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes every version: requests that name the profile are refused from then on.")
    int remove(
            @Mixin Asking asking,
            @Parameters(paramLabel = ORGANISATION) String organisation,
            @Parameters(paramLabel = NAME) String name)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.delete(profiles(administration, organisation) + "/" + Administration.encode(name)),
                (out, answer) -> out.println(name + " is removed; its newest version was "
                        + answer.path("version").asText())));
        return 0;
    }

    private static String profiles(Administration administration, String organisation)
            throws IOException, InterruptedException {
        return "/v1/" + Kind.ORGANISATION.plural() + "/"
                + Administration.encode(new Tenants(administration).id(organisation)) + "/profiles";
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (java.nio.charset.MalformedInputException e) {
            throw new IOException(file + " is not UTF-8 text", e);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(text(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void table(PrintStream out, JsonNode profiles) {
        Table table = new Table("profile", "task", "bytes", "created");
        profiles.forEach(profile -> table.row(
                profile.path("id").asText(),
                profile.path("task").asText(""),
                profile.path("textBytes").asText(),
                profile.path("createdAt").asText()));
        table.print(out, "there is no profile");
    }

    private static void whole(PrintStream out, JsonNode answer) {
        JsonNode profile = answer.path("profile");
        String task = profile.path("task").asText("");
        out.println(profile.path("id").asText() + ", "
                + profile.path("textBytes").asText() + " bytes" + (task.isEmpty() ? "" : ", task " + task));
        out.println();
        out.println(answer.path("text").asText());
        out.println();
        if (answer.hasNonNull("checks")) {
            out.println("checks: " + answer.path("checks"));
            out.println();
        }
        Table table = new Table("variant", "text", "prompt tokens", "USD a request", "where cached", "USD saved");
        answer.path("variants")
                .forEach(each -> table.row(
                        each.path("variant").asText(),
                        each.path("covered").asBoolean() ? "left out: fine-tuned for it" : "in the prompt",
                        each.path("promptTokens").asText("not counted"),
                        each.path("costUsd").asText("-"),
                        each.path("costCachedUsd").asText("-"),
                        each.path("savedUsd").asText("-")));
        table.print(out, "there is no variant");
    }
}
