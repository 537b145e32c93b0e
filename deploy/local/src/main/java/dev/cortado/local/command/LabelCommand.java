package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Sets of labels that predictors learn from.
@Command(
        name = "labels",
        mixinStandardHelpOptions = true,
        description = "The sets of labels that predictors learn from.",
        synopsisSubcommandLabel = "COMMAND")
final class LabelCommand {
    private static final String SETS = "/v1/label-sets";
    private static final long BYTES_MAX = 4_000_000;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the sets, newest first.")
    int list(@Mixin Asking asking) throws IOException, InterruptedException {
        asking.ask(administration ->
                asking.show(administration.get(SETS), (out, answer) -> table(out, answer.path("sets"))));
        return 0;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a set with its prompts, for good. The next predictor is made without it.")
    int delete(
            @Mixin Asking asking,
            @Parameters(paramLabel = "NUMBER", description = "as `predictor labels list` shows it") long number)
            throws IOException, InterruptedException {
        asking.ask(administration ->
                asking.show(administration.delete(SETS + "/" + number), (out, answer) -> table(out, List.of(answer))));
        return 0;
    }

    static void add(Asking asking, Path file) throws IOException, InterruptedException {
        String type = mediaType(file);
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException(file + " has " + Say.bytes(Files.size(file)) + "; a set may have "
                    + Say.bytes(BYTES_MAX) + ": cut it into several files");
        }
        byte[] body = Files.readAllBytes(file);
        String name = Administration.encode(String.valueOf(file.getFileName()));
        asking.ask(administration ->
                asking.show(administration.post(SETS + "?name=" + name, type, body), LabelCommand::kept));
    }

    private static String mediaType(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "text/csv";
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return "application/jsonl";
        }
        throw new IOException(file + " says not what it is: name it .csv, or .jsonl for a JSON object a line");
    }

    private static void kept(PrintStream out, JsonNode answer) {
        table(out, List.of(answer.path("set")));
        out.println(
                answer.path("isNew").asBoolean()
                        ? "kept: the next predictor learns from it, in some seconds"
                        : "a set that says the same is kept already; nothing changed");
    }

    private static void table(PrintStream out, Iterable<JsonNode> sets) {
        Table table = new Table("set", "name", "prompts", "scores", "variants", "imported at", "kept until");
        sets.forEach(set -> table.row(
                set.path("number").asText(),
                set.path("name").asText(),
                set.path("prompts").asText(),
                set.path("labels").asText(),
                Integer.toString(set.path("variants").size()),
                set.path("importedAt").asText(),
                set.path("keptUntil").asText()));
        table.print(out, "no labels; `predictor import FILE` brings some");
    }
}
