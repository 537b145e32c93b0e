package dev.cortado.bench.pacing;

import dev.cortado.bench.routing.Splits;
import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Requests in the order in which they come.
///
/// @param arrivals of each, within the window
record Stream(List<Priced> requests, List<Instant> arrivals) {

    static final Instant BEGIN = Instant.EPOCH;

    /// Of the window that the money is for.
    static final Duration WINDOW = Duration.ofDays(1);

    Stream {
        requests = List.copyOf(requests);
        arrivals = List.copyOf(arrivals);
    }

    /// How often requests come over the window.
    enum Rhythm {
        /// At one rate.
        STEADY,
        /// At a rate that swings as a sine between a fifth of its mean and nine times that fifth, once.
        DAILY
    }

    enum Order {
        RANDOM,
        /// All of one group before any of the next; the groups in an order of the seed's.
        DRIFTING
    }

    /// So many requests out of these prompts: each comes before any comes again.
    static Stream of(List<Priced> prompts, int count, Order order, Rhythm rhythm, long seed) {
        List<Priced> requests = new ArrayList<>();
        for (int round = 0; requests.size() < count; round++) {
            for (int place : Splits.shuffled(prompts.size(), seed * 1000 + round)) {
                if (requests.size() < count) {
                    requests.add(prompts.get(place));
                }
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        if (order == Order.DRIFTING) {
            List<String> groups = new ArrayList<>(
                    prompts.stream().map(Priced::group).distinct().sorted().toList());
            Map<String, Integer> turns = new HashMap<>();
            int[] shuffled = Splits.shuffled(groups.size(), seed);
            for (int i = 0; i < shuffled.length; i++) {
                turns.put(groups.get(shuffled[i]), i);
            }
            requests.sort(Comparator.comparingInt(priced -> turns.getOrDefault(priced.group(), 0)));
        }
        return new Stream(requests, arrivals(count, rhythm, random));
    }

    /// Independent of each other, as many callers' are.
    private static List<Instant> arrivals(int count, Rhythm rhythm, SplittableRandom random) {
        List<Instant> arrivals = new ArrayList<>();
        while (arrivals.size() < count) {
            double part = random.nextDouble();
            double rate = rhythm == Rhythm.STEADY ? 1 : (1 - .8 * Math.cos(2 * Math.PI * part)) / 1.8;
            if (random.nextDouble() < rate) {
                arrivals.add(BEGIN.plusNanos((long) (part * (double) WINDOW.toNanos())));
            }
        }
        Collections.sort(arrivals);
        return arrivals;
    }

    /// Of always taking the most useful offer.
    NanoUsd costOfBest() {
        return requests.stream().map(priced -> Priced.cost(priced.best())).reduce(NanoUsd.ZERO, NanoUsd::plus);
    }
}
