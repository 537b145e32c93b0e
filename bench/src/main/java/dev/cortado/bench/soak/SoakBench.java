package dev.cortado.bench.soak;

import dev.cortado.bench.Figures;
import dev.cortado.bench.served.BenchCatalogue;
import dev.cortado.bench.served.Engines;
import dev.cortado.bench.served.NodeCalls;
import dev.cortado.bench.served.NodeRequests;
import dev.cortado.bench.served.ServedNode;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.UsageEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The packaged inference service with the small model and four adapters, on the launcher's Kafka: thousands of short
/// generations, some of them cancelled, and every usage event counted again. Arguments: those of [Plan].
public final class SoakBench {

    private static final int ADAPTERS = 4;
    private static final int SLOTS = 8;
    private static final int CONTEXT_TOKENS = 512;
    private static final int SETTLED_AFTER = 1_000;
    private static final int SHOWN_MAX = 20;
    private static final Duration SILENCE_MAX = Duration.ofSeconds(15);

    private SoakBench() {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.of(arguments);
        Signer signer = Signer.ofConfiguration(System.getenv("CORTADO_SIGNING_KEYS"));
        List<String> adapters = new ArrayList<>();
        Path catalogue = catalogue(plan, adapters);
        List<String> variants = new ArrayList<>(adapters);
        variants.addFirst(plan.variant());
        ServedNode node = new ServedNode(new ServedNode.Told(
                plan.commands(), catalogue, variants, plan.threads(), plan.nodePort(), plan.directory()));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        try (node;
                NodeCalls calls = node.connect();
                PromptCounts counts = new PromptCounts(new Engines(plan.libraries(), catalogue, 1)
                        .load(plan.variant(), plan.model(), 1, CONTEXT_TOKENS));
                UsageLog log = new UsageLog(System.getenv("KAFKA_BOOTSTRAP_SERVERS"), signer)) {
            NodeReport report = node.awaitServing(calls, variants.getFirst());
            for (String variant : variants) {
                report = node.awaitServing(calls, variant);
            }
            Wishes wishes = new Wishes(plan.variant(), adapters, new SplittableRandom(plan.seed()));
            Generator generator = new Generator(calls, new NodeRequests(signer, report, prices()), counts::of);
            StepCounters before = StepCounters.read(plan.nodePort() + 1);
            Soak soak = new Soak(
                    plan.generations(),
                    Math.min(SETTLED_AFTER, plan.generations() / 2),
                    wishes,
                    generator,
                    node.process());
            soak.run();
            long accepted = soak.attempts().stream().filter(Attempt::accepted).count();
            Map<String, List<UsageEvent>> events = log.read(accepted, SILENCE_MAX);
            StepCounters steps = StepCounters.read(plan.nodePort() + 1).minus(before);
            tell(soak, events, steps, node.process().starts() - 1).write();
        }
    }

    private static Path catalogue(Plan plan, List<String> adapters) throws IOException {
        BenchCatalogue catalogue =
                new BenchCatalogue(plan.catalogue()).model(plan.variant(), plan.model(), SLOTS, CONTEXT_TOKENS);
        for (int n = 1; n <= ADAPTERS; n++) {
            String adapter = "soak-" + n;
            Path file = LoraFile.write(plan.directory().resolve(adapter + ".gguf"), "llama", 576, n);
            catalogue.adapter(adapter, plan.variant(), file, 1);
            adapters.add(adapter);
        }
        return catalogue.write(plan.directory().resolve("catalogue.json"));
    }

    private static TokenPrices prices() {
        return TokenPrices.newBuilder()
                .setPriceVersion("soak")
                .setPromptPicoUsd(Recount.PROMPT_PICO_USD)
                .setCachedPromptPicoUsd(Recount.CACHED_PROMPT_PICO_USD)
                .setCompletionPicoUsd(Recount.COMPLETION_PICO_USD)
                .build();
    }

    private static Figures tell(Soak soak, Map<String, List<UsageEvent>> events, StepCounters steps, int crashes) {
        List<String> mismatches = new ArrayList<>();
        for (Attempt attempt : soak.attempts()) {
            List<UsageEvent> own = events.getOrDefault(attempt.reservation(), List.of());
            if (own.size() != 1) {
                if (attempt.accepted() || own.size() > 1) {
                    mismatches.add(attempt.reservation() + ": " + own.size() + " usage events");
                }
            } else {
                Recount.differences(attempt, own.getFirst())
                        .forEach(difference -> mismatches.add(attempt.reservation() + ": " + difference));
            }
        }
        long prompt = 0;
        long decode = 0;
        long cancelled = 0;
        for (List<UsageEvent> own : events.values()) {
            for (UsageEvent event : own) {
                prompt += event.getUsage().getPrompt().getCount()
                        - event.getUsage().getCachedPrompt().getCount();
                decode += Math.max(0, event.getUsage().getCompletion().getCount() - 1);
                cancelled += event.getFinishReason() == dev.cortado.contracts.v1.FinishReason.FINISH_REASON_CANCELLED
                        ? 1
                        : 0;
            }
        }
        if (prompt != steps.prompt()) {
            mismatches.add("all events have " + prompt + " computed prompt tokens, all steps " + steps.prompt());
        }
        if (decode != steps.decode()) {
            mismatches.add("all events have " + decode + " continued tokens, all steps " + steps.decode());
        }
        mismatches.stream().limit(SHOWN_MAX).forEach(System.err::println);
        List<Long> bytes = soak.settledBytes();
        long most = bytes.stream().mapToLong(Long::longValue).max().orElseThrow();
        int tenth = Math.ceilDiv(bytes.size(), 10);
        double before = mean(bytes.subList(0, tenth));
        double after = mean(bytes.subList(bytes.size() - tenth, bytes.size()));
        return new Figures()
                .put("generations", soak.attempts().size())
                .put("cancelled", cancelled)
                .put("failures", soak.failures().size())
                .put("crashes", crashes)
                .put("anonymousMib", bytes.getFirst() / (double) (1 << 20), 0)
                .put("memoryGrowthShare", most / (double) bytes.getFirst() - 1, 4)
                .put("memoryTrendShare", after / before - 1, 4)
                .put(
                        "usageEvents",
                        events.values().stream().mapToInt(List::size).sum())
                .put("usageMismatches", mismatches.size());
    }

    private static double mean(List<Long> bytes) {
        return bytes.stream().mapToLong(Long::longValue).average().orElseThrow();
    }
}
