package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prompts of one's own through several variants of the running stack, each answer scored: a file of labels.
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        description = {
            "Lets several variants answer prompts of your own, scores the answers, and writes a file for",
            "`predictor import`. The demo tenant pays. What was answered before is not asked again."
        })
final class LabellingCommand implements Callable<Integer> {
    private static final String PROGRAM = "dev.cortado.bench.labelling.Labelling";

    @Mixin
    private final Common common = new Common();

    @Option(
            names = "--prompts",
            required = true,
            paramLabel = "FILE",
            description = "tasks, JSONL, as `calibrate --tasks` takes them; with --judge they need no check")
    private Path prompts = Path.of("");

    @Option(names = "--variants", required = true, split = ",", paramLabel = "ID", description = "that answer")
    private List<String> variants = new ArrayList<>();

    @Option(
            names = "--judge",
            paramLabel = "ID",
            description = {
                "variant that scores answers to prompts without a check, from 0 to 10; its error is told",
                "where prompts with a check are there too"
            })
    private @Nullable String judge;

    @Option(names = "--out", paramLabel = "FILE", description = "what to write (${DEFAULT-VALUE})")
    private Path out = Path.of("labels.jsonl");

    @Option(names = "--streams", defaultValue = "2", description = "asked at the same time (${DEFAULT-VALUE})")
    private int streams;

    @Option(names = "--again", description = "forget what was answered before")
    private boolean again;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isReadable(prompts)) {
            throw new IllegalArgumentException("there is no file " + prompts);
        }
        if (streams < 1) {
            throw new IllegalArgumentException("--streams must be at least 1");
        }
        if (!out.toString().endsWith(".jsonl")) {
            throw new IllegalArgumentException("--out must end in .jsonl, by which the import knows what it is");
        }
        Settings settings = common.started();
        System.setProperty("cortado.cache-directory", settings.cacheDirectory().toString());
        DataDirectory data = new DataDirectory(settings.dataDirectory());
        Path place = data.labelling();
        PrivateFiles.directory(place);
        Path journal = place.resolve("answers.jsonl");
        if (again) {
            Files.deleteIfExists(journal);
        }
        Path plan = place.resolve("plan.json");
        PrivateFiles.write(plan, new ObjectMapper().writeValueAsString(plan(settings, data, journal)));
        int exit = MeasuringCommand.module().run(PROGRAM, List.of("-XX:+UseSerialGC", "-Xmx256m"), plan.toString());
        if (exit == 0) {
            System.out.println("labels: " + out.toAbsolutePath());
            System.out.println("./cortado predictor import " + out + " lets the predictor learn from them");
        }
        return exit;
    }

    private Map<String, @Nullable Object> plan(Settings settings, DataDirectory data, Path journal) throws IOException {
        Map<String, @Nullable Object> plan = new LinkedHashMap<>();
        plan.put("baseUrl", Supervisor.baseUrl(settings));
        plan.put("apiKey", Secrets.in(data.secrets()).demoKey().text());
        plan.put("prompts", prompts.toAbsolutePath().toString());
        plan.put("variants", variants);
        plan.put("judge", judge);
        plan.put("journal", journal.toString());
        plan.put("labels", out.toAbsolutePath().toString());
        plan.put("streams", streams);
        return plan;
    }
}
