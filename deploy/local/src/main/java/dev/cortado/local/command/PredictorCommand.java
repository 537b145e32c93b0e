package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cortado.local.administration.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The versions of what predicts answers' worth.
@Command(
        name = "predictor",
        mixinStandardHelpOptions = true,
        description = "What predicts the worth of answers, in versions, and the labels that it learns from.",
        subcommands = {LabelCommand.class, LabellingCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class PredictorCommand {
    private static final String IN_FORCE = "/v1/predictors/in-force";

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the versions, newest first.")
    int list(@Mixin Asking asking) throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(administration.get("/v1/predictors"), PredictorCommand::table));
        return 0;
    }

    @Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description = "Puts a version into force, and holds it there whatever is made later.")
    int hold(
            @Mixin Asking asking,
            @Parameters(paramLabel = "NUMBER", description = "as `predictor list` shows it") long number)
            throws IOException, InterruptedException {
        JsonNode choice = JsonNodeFactory.instance.objectNode().put("number", number);
        asking.ask(administration -> asking.show(administration.put(IN_FORCE, choice), PredictorCommand::table));
        return 0;
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "The newest version is in force again, now and later.")
    int release(@Mixin Asking asking) throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(administration.delete(IN_FORCE), PredictorCommand::table));
        return 0;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Keeps what answers to prompts were worth, for predictors to learn from.",
                "All of the file or, where a line does not fit, nothing."
            })
    int importLabels(
            @Mixin Asking asking,
            @Parameters(
                            paramLabel = "FILE",
                            description = {
                                "FILE.csv, or FILE.jsonl with an object a line: prompt, perhaps class, and variant and",
                                "score (0 to 1), or score:VARIANT of each variant"
                            })
                    Path file)
            throws IOException, InterruptedException {
        LabelCommand.add(asking, file);
        return 0;
    }

    private static void table(PrintStream out, JsonNode answer) {
        Table table = new Table("version", "in force", "variants", "labels", "calibration error", "made at", "of");
        String held = answer.path("held").asBoolean() ? "held" : "yes";
        answer.path("predictors")
                .forEach(version -> table.row(
                        version.path("number").asText(),
                        version.path("number").equals(answer.path("inForce")) ? held : "",
                        Integer.toString(version.path("variants").size()),
                        version.path("labels").asText(),
                        String.format(
                                Locale.ROOT,
                                "%.3f",
                                version.path("calibrationError").asDouble()),
                        version.path("madeAt").asText(),
                        version.path("source").asText()));
        table.print(out, "no predictor: means are used; it takes a calibration of 200 tasks or more");
    }
}
