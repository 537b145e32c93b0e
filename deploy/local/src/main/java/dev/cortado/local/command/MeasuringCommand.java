package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.artefact.FileTree;
import dev.cortado.local.bench.BenchModule;
import dev.cortado.local.bench.BenchProgram;
import dev.cortado.local.bench.MachineDescription;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.build.Maven;
import dev.cortado.local.build.Reactor;
import dev.cortado.local.part.Services;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all benches have in common: data of their own, which is deleted at the end, unless a failure left logs there; a
/// table for people; as the last line the same figures as JSON; and, where asked for, a file of both with the machine's
/// description.
abstract class MeasuringCommand implements Callable<Integer> {
    @Option(names = "--json", paramLabel = "FILE", description = "write the figures and this machine's description")
    private @Nullable Path file;

    @Mixin
    private final Configured configured = new Configured();

    @Spec
    private @Nullable CommandSpec spec;

    /// Measures, on ports and data of its own.
    ///
    /// @param data an empty directory
    abstract Outcome measure(Path data) throws IOException, InterruptedException;

    /// Whether a stack of services is needed: then they are compiled and what they need is fetched first.
    boolean needsStack() {
        return true;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings asked = configured.asked();
        System.setProperty("cortado.cache-directory", asked.cacheDirectory().toString());
        Path data = Files.createTempDirectory("cortado-bench");
        boolean measured = false;
        try {
            if (needsStack()) {
                new Bringing(Common.workshop(own(data))).run(false);
            }
            report(measure(data));
            measured = true;
        } finally {
            if (!measured && hasLogs(data)) {
                System.err.println("kept with its logs: " + data + "; delete it when you have seen them");
            } else {
                FileTree.delete(data);
            }
        }
        return 0;
    }

    /// Whether a part has run here, whose last words say why something failed.
    private static boolean hasLogs(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".log"));
        }
    }

    /// What the person's configuration says, for a stack whose data lies here.
    final Settings own(Path data) throws IOException {
        return configured.asked().with(SettingKey.DATA_DIR, data.toString());
    }

    /// A program of the module `bench`, compiled if need be.
    static BenchProgram program() throws IOException, InterruptedException {
        return new BenchProgram(module());
    }

    /// The module `bench`, compiled if need be.
    static BenchModule module() throws IOException, InterruptedException {
        Path root = Common.root();
        BenchModule module = new BenchModule(root);
        module.bring(new Reactor(
                root,
                new Maven(Common.maven()),
                name -> name.equals("bench") ? BenchModule.classPathFile(root) : Services.jar(root, name)));
        return module;
    }

    private void report(Outcome outcome) throws IOException {
        outcome.table().forEach(System.out::println);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", spec == null ? "" : spec.name());
        all.putAll(outcome.figures());
        ObjectMapper json = new ObjectMapper();
        if (file != null) {
            Map<String, Object> written = new LinkedHashMap<>(all);
            written.put("machine", MachineDescription.here());
            Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n");
        }
        System.out.println(json.writeValueAsString(all));
    }

    /// The one option that tells a bench where the user's configuration, and so the cache, lies.
    static final class Configured {
        @Option(names = "--config", paramLabel = "FILE", description = "configuration file instead of the usual one")
        private @Nullable Path configuration;

        Settings asked() throws IOException {
            return Common.ofFile(configuration);
        }
    }
}
