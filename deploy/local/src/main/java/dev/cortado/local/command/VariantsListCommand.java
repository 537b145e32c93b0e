package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Table;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Lifecycle;
import dev.cortado.local.variant.LoadedVariants;
import dev.cortado.local.variant.VariantLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Every variant, shipped or made here, and whether it is served. Of a running stack, by the settings that it was
/// started with, and with what its inference processes say.
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every variant, and whether it is served.")
final class VariantsListCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings started = common.started();
        boolean runs =
                Lifecycle.running(new DataDirectory(started.dataDirectory())).isPresent();
        List<VariantLine> lines = VariantLine.of(Common.workshop(started));
        if (runs) {
            LoadedVariants loaded = LoadedVariants.of(nodes(started));
            lines = lines.stream()
                    .map(line -> line.loaded(loaded.of(line.id()).orElse("not in this stack")))
                    .toList();
        }
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("variants", lines)));
            return 0;
        }
        Table table = new Table("variant", "tier", "how", "size", "utility", "served", "why", "now");
        lines.forEach(line -> table.row(
                line.id(),
                line.tier(),
                line.how(),
                Say.bytes(line.bytes()),
                line.utility(),
                line.served() ? "yes" : "no",
                line.why(),
                line.now()));
        table.print(System.out, "no variant");
        return 0;
    }

    private static List<String> nodes(Settings settings) {
        return Stream.of(PartPort.INFERENCE_SMALL_MANAGEMENT, PartPort.INFERENCE_LARGE_MANAGEMENT)
                .map(port -> "http://" + Workshop.LOOPBACK + ":" + settings.port(port))
                .toList();
    }
}
