package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.local.administration.Table;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The price book.
@Command(
        name = "price",
        mixinStandardHelpOptions = true,
        description = "The price book.",
        synopsisSubcommandLabel = "COMMAND")
final class PriceCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the prices in force.")
    int list(@Mixin Asking asking) throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(administration.get("/v1/prices"), PriceCommand::table));
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
