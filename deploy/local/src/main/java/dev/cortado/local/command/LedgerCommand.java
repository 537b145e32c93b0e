package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final int DIFFERS = 1;

    /// Exit code 1 where something differs, so that a script notices.
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Rebuilds every balance and shows where the books differ; exit code 1 if they do.")
    int verify(@Mixin Asking asking) throws IOException, InterruptedException {
        AtomicBoolean balanced = new AtomicBoolean();
        asking.ask(administration -> {
            JsonNode books;
            try (Elapsed _ = new Elapsed("rebuilding the books")) {
                books = administration.getAtLength("/v1/ledger/verify");
            }
            balanced.set(books.path("balanced").asBoolean());
            asking.show(books, LedgerCommand::table);
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
