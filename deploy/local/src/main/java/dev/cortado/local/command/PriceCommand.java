package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The price book.
@Command(
        name = "price",
        mixinStandardHelpOptions = true,
        description = "The price book.",
        synopsisSubcommandLabel = "COMMAND")
final class PriceCommand {
    private static final String CSV = "text/csv";

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the prices in force.")
    int list(@Mixin Asking asking) throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(administration.get("/v1/prices"), PriceCommand::table));
        return 0;
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = "Publishes a whole book from CSV.")
    int importBook(
            @Mixin Asking asking,
            @Parameters(paramLabel = "FILE", description = "as `price export` writes it") Path file,
            @Option(names = "--book-version", required = true, description = "the book's name, such as 2026-12")
                    String version,
            @Option(names = "--effective-at", description = "instant from which; now where absent") @Nullable
                    String effectiveAt,
            @Option(names = "--preview", description = "only says what would change") boolean preview,
            @Option(names = "--free", description = "prices of zero are meant") boolean free)
            throws IOException, InterruptedException {
        byte[] book = Files.readAllBytes(file);
        String question = "version=" + Administration.encode(version)
                + (effectiveAt == null ? "" : "&effectiveAt=" + Administration.encode(effectiveAt))
                + "&preview=" + preview + "&free=" + free;
        asking.ask(administration -> asking.show(
                administration.post("/v1/prices/import?" + question, CSV, book),
                (out, answer) -> out.println(answer.toPrettyString())));
        return 0;
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = "Prints the prices in force as CSV.")
    int export(@Mixin Asking asking) throws IOException, InterruptedException {
        asking.ask(administration -> administration.copy("/v1/prices/export", CSV, System.out));
        System.out.flush();
        return 0;
    }

    private static void table(PrintStream out, JsonNode book) {
        out.println("version " + book.path("version").asText() + ", in force since "
                + book.path("effectiveAt").asText() + "; USD per million tokens");
        Table table = new Table("variant", "pool", "lane", "prompt", "cached", "cache write", "completion");
        book.path("prices")
                .forEach(price -> table.row(
                        price.path("variant").asText(),
                        price.path("pool").asText("").isEmpty()
                                ? "any"
                                : price.path("pool").asText(),
                        price.path("lane").asText(),
                        price.path("promptUsdPerMillion").asText(),
                        price.path("cachedPromptUsdPerMillion").asText(),
                        price.path("cacheWriteUsdPerMillion").asText(),
                        price.path("completionUsdPerMillion").asText()));
        table.print(out, "no price");
    }
}
