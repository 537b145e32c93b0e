package dev.cortado.bench.engine;

import dev.cortado.bench.Figures;
import dev.cortado.bench.engine.Plan.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Rounds in which every contestant runs the same prompts, at 1, 2, 4 and 8 parallel requests, in turn: what disturbs
/// the machine for a while disturbs all of them.
final class Race {

    private static final int[] WIDTHS = {1, 2, 4, 8};

    /// All prompts of a run together, so that each width prefills as long.
    private static final int PROMPT_TOKENS = 512;

    private static final int COMPLETION_TOKENS = 40;

    /// A single stream gets more, since two of the targets are about it.
    private static final int COMPLETION_TOKENS_ALONE = 64;

    private final Model model;
    private final List<Contestant> contestants;
    private final Prompts prompts;
    private final Map<String, List<Speed>> speeds = new LinkedHashMap<>();

    Race(Model model, List<Contestant> contestants, Prompts prompts) {
        this.model = model;
        this.contestants = List.copyOf(contestants);
        this.prompts = prompts;
    }

    void run(int rounds) throws Exception {
        for (Contestant each : contestants) {
            each.run(prompts.some(2, 64), 16);
        }
        for (int round = 0; round < rounds; round++) {
            for (int width : WIDTHS) {
                List<Prompt> same = prompts.some(width, PROMPT_TOKENS / width);
                // Each is first in turn.
                for (int n = 0; n < contestants.size(); n++) {
                    Contestant contestant = contestants.get((round + n) % contestants.size());
                    Speed speed = Speed.of(
                            same, contestant.run(same, width == 1 ? COMPLETION_TOKENS_ALONE : COMPLETION_TOKENS));
                    speeds.computeIfAbsent(key(contestant.name(), width), _ -> new ArrayList<>())
                            .add(speed);
                }
            }
            System.err.printf(Locale.ROOT, "%s: round %d of %d%n", model.variant(), round + 1, rounds);
        }
    }

    private static String key(String contestant, int width) {
        return contestant + width;
    }

    /// Medians of each contestant, and the ratios of pairs.
    void tell(Figures figures) {
        for (Contestant contestant : contestants) {
            for (int width : WIDTHS) {
                String key = key(contestant.name(), width);
                figures.put(model.figure("Prefill" + key), median(key, Speed::prefill), 1);
                figures.put(model.figure("Decode" + key), median(key, Speed::decode), 1);
            }
        }
        if (contestants.stream().anyMatch(one -> one.name().equals("NodeLlamaCpp"))) {
            for (int width : WIDTHS) {
                put(figures, "DecodeRatio" + width, ratio("InProcess", "NodeLlamaCpp", width, Speed::decode));
                put(figures, "PrefillRatio" + of(width), ratio("InProcess", "NodeLlamaCpp", width, Speed::prefill));
            }
        }
        for (int width : WIDTHS) {
            Ratio overGrpc = ratio("InProcess", "Grpc", width, Speed::decode);
            put(
                    figures,
                    "GrpcOverheadShare" + of(width),
                    new Ratio(overGrpc.mean() - 1, overGrpc.low() - 1, overGrpc.high() - 1));
        }
    }

    /// Of one stream alone where nothing is said.
    private static String of(int width) {
        return width == 1 ? "" : Integer.toString(width);
    }

    private void put(Figures figures, String name, Ratio ratio) {
        figures.put(model.figure(name), ratio.mean(), 3);
        figures.put(model.figure(name + "Low"), ratio.low(), 3);
        figures.put(model.figure(name + "High"), ratio.high(), 3);
    }

    private List<Speed> speeds(String key) {
        return speeds.getOrDefault(key, List.of());
    }

    private double median(String key, ToDoubleFunction<Speed> of) {
        double[] sorted = speeds(key).stream().mapToDouble(of).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private Ratio ratio(String over, String under, int width, ToDoubleFunction<Speed> of) {
        List<Speed> upper = speeds(key(over, width));
        List<Speed> lower = speeds(key(under, width));
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < upper.size(); round++) {
            ratios.add(of.applyAsDouble(upper.get(round)) / of.applyAsDouble(lower.get(round)));
        }
        return Ratio.of(ratios);
    }
}
