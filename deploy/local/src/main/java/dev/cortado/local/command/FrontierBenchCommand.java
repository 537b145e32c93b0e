package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.LocalStack;
import dev.cortado.local.administration.AccessToken;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.artefact.MadeVariants;
import dev.cortado.local.bench.BenchProgram;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.ServiceKeys;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.variant.MeasuredPrices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Routing on real models, beside always taking the largest and beside fixed mixes: on a stack of its own, which serves
/// every variant that the last calibration measured, at prices that follow from it.
@Command(
        name = "frontier",
        mixinStandardHelpOptions = true,
        description = {
            "Held-out tasks through a whole platform: by auto, always by the largest variant, by fixed mixes.",
            "Needs the results of ./cortado calibrate."
        })
final class FrontierBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 28400;
    private static final String ORGANISATION = "demo";
    private static final String PROGRAM = "dev.cortado.bench.frontier.FrontierBench";
    private static final String CHOICE = "dev.cortado.bench.frontier.RateChoice";
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx512m");

    @Option(names = "--tasks", defaultValue = "500", description = "held-out tasks (${DEFAULT-VALUE})")
    private int tasks;

    @Option(names = "--streams", defaultValue = "4", description = "asked at the same time (${DEFAULT-VALUE})")
    private int streams;

    @Option(
            names = "--keep",
            defaultValue = "0.98",
            description = {
                "share of the largest variant's utility that the exchange rate is chosen to keep, on the half that",
                "calibration saw (${DEFAULT-VALUE})"
            })
    private double keep;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "whose calibration and variants; the usual one")
    private @Nullable Path calibratedData;

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (tasks < 1 || streams < 1 || !(keep > 0 && keep <= 1)) {
            throw new IllegalArgumentException("at least one task and one stream, and a share above 0 and at most 1");
        }
        Settings asked = own(calibratedData == null ? usualData() : calibratedData.toAbsolutePath());
        DataDirectory from = new DataDirectory(asked.dataDirectory());
        if (!Files.isReadable(from.calibrationResults())) {
            throw new IOException("nothing is measured yet: run ./cortado calibrate first");
        }
        JsonNode results = new ObjectMapper().readTree(from.calibrationResults().toFile());
        if (results.path("quick").asBoolean()) {
            throw new IOException("only a quick calibration is there: run ./cortado calibrate first");
        }
        DataDirectory own = new DataDirectory(data);
        Workshop shop = Common.workshop(asked);
        String large = shop.catalogue().ofTier(Tier.LARGE).orElseThrow().variant();
        Path book = book(shop, from, data);
        BenchProgram program = program();
        Outcome choice = program.run(
                CHOICE,
                FLAGS,
                List.of(from.calibrationResults().toString(), book.toString(), large, Double.toString(keep)),
                Map.of());
        PrivateFiles.directory(own.calibration());
        Files.copy(from.calibrationResults(), own.calibrationResults());
        List<String> made = serveMade(shop, own, results);
        try (LocalStack stack =
                LocalStack.start(EnumSet.allOf(Tier.class), PORT_BASE, data, settings(made), keys(choice))) {
            Optional<FineTuned> tuned = FineTuned.of(results, shop.root());
            prepare(stack, book, tuned);
            Outcome outcome = program.run(
                    PROGRAM,
                    FLAGS,
                    List.of(plan(data, stack, results, large, tuned).toString()),
                    Map.of());
            SequencedMap<String, Object> all = new LinkedHashMap<>(choice.figures());
            all.putAll(outcome.figures());
            return new Outcome(all);
        }
    }

    private static Path usualData() throws IOException {
        return Common.ofFile(null).dataDirectory();
    }

    private static Map<SettingKey, String> settings(List<String> made) {
        Map<SettingKey, String> settings = new LinkedHashMap<>();
        settings.put(SettingKey.BUDGET_USD, "1000");
        if (!made.isEmpty()) {
            settings.put(SettingKey.SERVED_VARIANTS, String.join(",", made));
        }
        return settings;
    }

    /// The rate that was chosen, and no floor below which `auto` would rather not go.
    private static ServiceKeys keys(Outcome choice) {
        return new ServiceKeys(new TreeMap<>(Map.of(
                "cortado.router.policy.usd-per-utility",
                new java.math.BigDecimal(String.valueOf(choice.figures().get("usdPerUtility"))).toPlainString(),
                "cortado.router.utility-min-default",
                "0")));
    }

    private static Path book(Workshop shop, DataDirectory from, Path data) throws IOException {
        MeasuredPrices prices = MeasuredPrices.of(from.calibrationResults(), PriceCommand.atCost(shop.settings()));
        Path file = data.resolve("prices.csv");
        Files.writeString(file, prices.csv());
        return file;
    }

    /// The variants that were made on this machine and measured, for the bench's own stack to serve.
    private static List<String> serveMade(Workshop shop, DataDirectory own, JsonNode results) throws IOException {
        MadeVariants all = new MadeVariants(own.madeVariants(), List.of());
        List<String> ids = new ArrayList<>();
        for (JsonNode variant : results.path("variants")) {
            String id = variant.path("variant").asText();
            var entry = shop.merged().made().entry(id);
            if (entry.isPresent()) {
                all = all.with(entry.get());
                ids.add(id);
            }
        }
        if (!ids.isEmpty()) {
            all.write();
        }
        return ids;
    }

    /// Publishes the prices, and registers what the fine-tuned variant does without.
    private static void prepare(LocalStack stack, Path book, Optional<FineTuned> tuned)
            throws IOException, InterruptedException {
        LocalStack.DemoUser user = stack.demoUser();
        stack.awaitPart("keycloak", -1, java.time.Duration.ofMinutes(3));
        AccessToken token =
                new AccessToken.Password(stack.keycloakUrl() + "/realms/cortado", user.name(), user.password());
        try (Administration administration = new Administration(stack.adminUrl(), token)) {
            administration.post(
                    "/v1/prices/import?version=measured",
                    "text/csv",
                    Files.readString(book).getBytes(StandardCharsets.UTF_8));
            if (tuned.isPresent()) {
                FineTuned one = tuned.get();
                ProfileCommand.register(
                        administration,
                        ORGANISATION,
                        one.task(),
                        one.beside("profile.txt"),
                        one.task(),
                        one.beside("checks.json"));
            }
        }
    }

    private Path plan(Path data, LocalStack stack, JsonNode results, String large, Optional<FineTuned> tuned)
            throws IOException {
        List<String> hull = new ArrayList<>();
        results.path("variants").forEach(variant -> {
            if (variant.path("onHull").asBoolean()) {
                hull.add(variant.path("variant").asText());
            }
        });
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("baseUrl", stack.baseUrl());
        plan.put("apiKey", stack.apiKey());
        plan.put("routerMetrics", "http://127.0.0.1:" + stack.port(PartPort.ROUTER_MANAGEMENT) + "/q/metrics");
        plan.put("large", large);
        plan.put("singles", hull);
        plan.put("alsoAsked", tuned.map(FineTuned::variant).stream().toList());
        tuned.ifPresent(one -> plan.put(
                "profile",
                Map.of("name", one.task(), "taskFile", one.beside("tasks.jsonl").toString())));
        plan.put("tasks", tasks);
        plan.put("streams", streams);
        Path file = data.resolve("plan.json");
        PrivateFiles.write(file, new ObjectMapper().writeValueAsString(plan));
        return file;
    }
}
