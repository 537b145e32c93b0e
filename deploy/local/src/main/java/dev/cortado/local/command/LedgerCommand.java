package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The books.
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "The books.",
        synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIFFERS = 1;

    /// Exit code 1 where something differs, so that a script notices.
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Rebuilds every balance and shows where the books differ; exit code 1 if they do.")
    int verify(@Mixin Asking asking) throws IOException, InterruptedException {
        AtomicBoolean balanced = new AtomicBoolean(true);
        asking.ask(administration -> {
            ArrayNode differences = JSON.createArrayNode();
            try (Elapsed _ = new Elapsed("rebuilding the books")) {
                String after = "";
                do {
                    JsonNode page = administration.getAtLength("/v1/ledger/verify" + after);
                    page.path("differences").forEach(differences::add);
                    balanced.compareAndSet(true, page.path("balanced").asBoolean());
                    after = page.hasNonNull("next")
                            ? "?after="
                                    + Administration.encode(page.path("next").asText())
                            : "";
                } while (!after.isEmpty());
            }
            asking.show(
                    JSON.createObjectNode().put("balanced", balanced.get()).set("differences", differences),
                    LedgerCommand::table);
        });
        return balanced.get() ? 0 : DIFFERS;
    }

    private static void table(PrintStream out, JsonNode books) {
        Table table = new Table("check", "of", "difference");
        books.path("differences")
                .forEach(each -> table.row(
                        each.path("check").asText(),
                        each.path("subject").asText(),
                        each.path("difference").asText()));
        table.print(out, "the books agree");
    }
}
