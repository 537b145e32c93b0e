package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.bench.Bench;
import dev.cortado.local.bench.Benches;
import dev.cortado.local.bench.MachineDescription;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs one bench: a table for people, and as the last line the same figures as JSON.
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Runs a bench on a stack of its own.")
final class BenchCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "without a name, lists what there is")
    private @Nullable String name;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures and this machine's description")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name == null) {
            Benches.all().forEach((each, bench) -> System.out.println(each + "  " + bench.purpose()));
            return 0;
        }
        Bench bench = Benches.named(name);
        new Bringing(Common.workshop(Settings.standard(Places.here()))).run(false);
        Outcome outcome = bench.run(Common.root(), Common.maven());
        outcome.table().forEach(System.out::println);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", name);
        all.put("figures", outcome.figures());
        ObjectMapper json = new ObjectMapper();
        if (file != null) {
            Map<String, Object> written = new LinkedHashMap<>(all);
            written.put("machine", MachineDescription.here());
            Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n");
        }
        System.out.println(json.writeValueAsString(all));
        return 0;
    }
}
