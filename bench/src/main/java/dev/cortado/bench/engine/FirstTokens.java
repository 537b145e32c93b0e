package dev.cortado.bench.engine;

import dev.cortado.bench.Figures;
import dev.cortado.bench.engine.Plan.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// How long a short request waits for its first token: on an idle node, and while the node computes a long prompt. The
/// requests come after random pauses, so that they meet the long prompt's steps anywhere. Through the service, with
/// its own settings.
final class FirstTokens {

    private static final int LONG_TOKENS = 4_096;
    private static final int SHORT_TOKENS = 64;
    private static final int COMPLETION_TOKENS = 2;
    private static final int PAUSE_MILLIS_MAX = 400;

    private final Model model;
    private final Contestant service;
    private final Prompts prompts;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Double> idle = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();
    private final List<Double> longAlone = new ArrayList<>();
    private final List<Double> longBeside = new ArrayList<>();

    FirstTokens(Model model, Contestant service, Prompts prompts) {
        this.model = model;
        this.service = service;
        this.prompts = prompts;
    }

    void run(int longPrompts) throws Exception {
        longAlone.add(firstToken(prompts.one(LONG_TOKENS)));
        for (int n = 0; n < longPrompts; n++) {
            for (int i = 0; i < 6; i++) {
                Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
                idle.add(firstToken(prompts.one(SHORT_TOKENS)));
            }
            besideLong();
            System.err.printf(Locale.ROOT, "%s: long prompt %d of %d%n", model.variant(), n + 1, longPrompts);
        }
    }

    private void besideLong() throws Exception {
        Prompt longPrompt = prompts.one(LONG_TOKENS);
        CompletableFuture<Double> longFirst = new CompletableFuture<>();
        Thread running = Thread.ofPlatform().start(() -> {
            try {
                longFirst.complete(firstToken(longPrompt));
            } catch (Exception e) {
                longFirst.completeExceptionally(e);
            }
        });
        while (true) {
            Thread.sleep(100 + random.nextInt(PAUSE_MILLIS_MAX));
            double millis = firstToken(prompts.one(SHORT_TOKENS));
            if (longFirst.isDone()) {
                break;
            }
            beside.add(millis);
        }
        running.join();
        longBeside.add(longFirst.get(0, TimeUnit.SECONDS));
    }

    private double firstToken(Prompt prompt) throws Exception {
        return service.run(List.of(prompt), COMPLETION_TOKENS).getFirst().firstNanos() / 1e6;
    }

    void tell(Figures figures) {
        double alone = middle(idle);
        double under = middle(beside);
        figures.put(model.figure("TtftIdleP50Millis"), alone, 1);
        figures.put(model.figure("TtftUnderPrefillP50Millis"), under, 1);
        figures.put(model.figure("TtftUnderPrefillSamples"), beside.size());
        figures.put(model.figure("TtftUnderPrefillRatio"), under / alone, 3);
        figures.put(model.figure("LongPromptAloneMillis"), middle(longAlone), 0);
        figures.put(model.figure("LongPromptBesideMillis"), middle(longBeside), 0);
    }

    private static double middle(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalStateException("no short request ended while a long prompt was computed");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
