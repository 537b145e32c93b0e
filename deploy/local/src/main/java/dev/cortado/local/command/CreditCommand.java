package dev.cortado.local.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Tenants;
import dev.cortado.local.administration.UsdText;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prepaid credit: what is not paid in is not spent.
@Command(
        name = "credit",
        mixinStandardHelpOptions = true,
        description = "Prepaid credit.",
        synopsisSubcommandLabel = "COMMAND")
final class CreditCommand {
    private static final String NODE = "ORGANISATION[/TEAM[/PROJECT]], or id:ID of any node";

    @Command(name = "top-up", mixinStandardHelpOptions = true, description = "Pays in.")
    int topUp(
            @Mixin Asking asking,
            @Parameters(paramLabel = "PATH", description = NODE) String path,
            @Parameters(paramLabel = "USD", description = "such as 12.50") String amount,
            @Option(names = "--reason", required = true, description = "why, for the books") String reason)
            throws IOException, InterruptedException {
        String usd = UsdText.of("USD", amount);
        asking.ask(administration -> asking.show(
                administration.post(
                        credit(administration, path),
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("amountUsd", usd)
                                .put("reason", reason)),
                (out, answer) -> out.println(usd + " USD are paid in for " + path)));
        return 0;
    }

    @Command(name = "balance", mixinStandardHelpOptions = true, description = "Shows what is left.")
    int balance(@Mixin Asking asking, @Parameters(paramLabel = "PATH", description = NODE) String path)
            throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.get(credit(administration, path)),
                (out, answer) ->
                        out.println(answer.path("balanceUsd").asText() + " USD are left of the credit of " + path)));
        return 0;
    }

    private static String credit(Administration administration, String path) throws IOException, InterruptedException {
        return "/v1/nodes/" + Administration.encode(new Tenants(administration).id(path)) + "/credit";
    }
}
