package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.process.OnlyOne;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.PoolHour;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.supervise.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures what every variant is worth and costs, in processes of its own, and leaves the result where the router
/// finds
/// it.
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = "Measures utility and cost of every variant; what was measured before is not measured again.")
final class CalibrateCommand implements Callable<Integer> {
    private static final String PROGRAM = "dev.cortado.bench.calibration.Calibration";
    /// Of each core that the system shows, where nobody says better: about that of rented servers.
    private static final double TDP_WATTS_A_CORE = 4;

    @Mixin
    private final Common common = new Common();

    @Option(names = "--quick", description = "60 tasks and the first variant of each tier only, within ten minutes")
    private boolean quick;

    @Option(names = "--tasks", paramLabel = "FILE", description = "tasks of your own beside ours, JSONL")
    private @Nullable Path tasks;

    @Option(names = "--variants", split = ",", paramLabel = "ID", description = "only these")
    private List<String> variants = new ArrayList<>();

    @Option(
            names = "--exchange-rate",
            paramLabel = "USD",
            description =
                    "what the whole utility of one answer is worth to you: the knee is then where that stops paying")
    private double exchangeRate;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there too")
    private @Nullable Path json;

    @Option(names = "--force", description = "measure although the stack runs: rates and costs will be off")
    private boolean force;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (exchangeRate < 0) {
            throw new IllegalArgumentException("--exchange-rate must not be negative");
        }
        if (tasks != null && !Files.isReadable(tasks)) {
            throw new IllegalArgumentException("there is no file " + tasks);
        }
        Settings settings = common.started();
        System.setProperty("cortado.cache-directory", settings.cacheDirectory().toString());
        Workshop shop = Common.workshop(settings);
        if (!shop.engines().has(InferenceParts.engine(shop))) {
            throw new IllegalStateException("the engine and the models are not fetched yet: run ./cortado fetch first");
        }
        if (Lifecycle.running(shop.data()).isPresent()) {
            refuseBesideStack();
        }
        return run(shop);
    }

    private void refuseBesideStack() {
        String warning = "the stack is running and takes part of the processor: rates, costs and energy would be off";
        if (!force) {
            throw new IllegalStateException(
                    warning + "; run ./cortado down first, or measure all the same with --force");
        }
        System.err.println("warning: " + warning);
    }

    private int run(Workshop shop) throws IOException, InterruptedException {
        Path place = shop.data().calibration();
        PrivateFiles.directory(place);
        try (OnlyOne _ = OnlyOne.of(
                place.resolve(".lock"),
                "another `./cortado calibrate` is at work in " + place + ": wait for its end, or end it")) {
            return measure(shop, place);
        }
    }

    private int measure(Workshop shop, Path place) throws IOException, InterruptedException {
        shop.merged().writeEverything(catalogue(place));
        Path plan = place.resolve("plan.json");
        PrivateFiles.write(plan, new ObjectMapper().writeValueAsString(plan(shop, place)));
        int exit = MeasuringCommand.module().run(PROGRAM, List.of("-XX:+UseSerialGC", "-Xmx256m"), plan.toString());
        Path results = shop.data().calibrationResults();
        if (exit == 0 && json != null) {
            Files.copy(results, json, StandardCopyOption.REPLACE_EXISTING);
        }
        if (exit == 0) {
            System.out.println("report:  " + place.resolve("report.html"));
            System.out.println("results: " + results);
        }
        return exit;
    }

    /// Every variant, also those that were made here and are not served.
    private static Path catalogue(Path place) {
        return place.resolve("catalogue.json");
    }

    private Map<String, @Nullable Object> plan(Workshop shop, Path place) {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = InferenceParts.threads(shop.settings(), cores);
        double tdp = Double.parseDouble(shop.settings().text(SettingKey.PROCESSOR_TDP_WATTS));
        Map<String, @Nullable Object> plan = new LinkedHashMap<>();
        plan.put("catalogue", catalogue(place).toString());
        plan.put("shipped", shop.root().resolve("deploy").toString());
        plan.put("models", shop.models().directory().toString());
        plan.put("engine", shop.engines().place(InferenceParts.engine(shop)).toString());
        plan.put("directory", place.toString());
        plan.put("variants", variants(shop));
        plan.put("quick", quick);
        plan.put("taskFile", tasks == null ? null : tasks.toAbsolutePath().toString());
        plan.put("taskThreads", cores);
        plan.put("rateThreads", threads == 0 ? Math.max(1, cores / 2) : threads);
        plan.put(
                "hours",
                PoolHour.of(shop.settings()).stream().map(PoolHour::parts).toList());
        plan.put("tdpWatts", tdp > 0 ? tdp : cores * TDP_WATTS_A_CORE);
        plan.put("exchangeRateUsd", exchangeRate);
        return plan;
    }

    /// Those asked for; else, for the quick one, the first of each tier; else all.
    private List<String> variants(Workshop shop) {
        if (!variants.isEmpty() || !quick) {
            return variants;
        }
        return Arrays.stream(Tier.values())
                .flatMap(tier -> shop.catalogue().ofTier(tier).stream())
                .map(Model::variant)
                .toList();
    }
}
