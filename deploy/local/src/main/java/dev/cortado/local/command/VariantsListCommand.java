package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Table;
import dev.cortado.local.variant.VariantLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Every variant, shipped or made here, and whether it is served.
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every variant, and whether it is served.")
final class VariantsListCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<VariantLine> lines = VariantLine.of(Common.workshop(common.asked()));
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("variants", lines)));
            return 0;
        }
        Table table = new Table("variant", "tier", "how", "size", "utility", "served", "why");
        lines.forEach(line -> table.row(
                line.id(),
                line.tier(),
                line.how(),
                Say.bytes(line.bytes()),
                line.utility(),
                line.served() ? "yes" : "no",
                line.why()));
        table.print(System.out, "no variant");
        return 0;
    }
}
