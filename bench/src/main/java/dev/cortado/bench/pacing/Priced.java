package dev.cortado.bench.pacing;

import dev.cortado.bench.routing.Outcomes;
import dev.cortado.bench.routing.Splits;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.predict.UtilityModel;
import java.util.ArrayList;
import java.util.List;

/// A prompt with what each model's answer to it costs and is predicted to be worth.
///
/// @param group what a drifting stream is sorted by
/// @param stair the hull of nothing and all offers; costs in USD, utilities predicted
record Priced(String group, List<Offer> stair) {

    private static final double NANOS_PER_USD = 1e9;
    private static final int FOLDS = 5;

    Priced {
        stair = List.copyOf(stair);
    }

    static Priced of(String group, List<Offer> offers) {
        List<Offer> all = new ArrayList<>(offers);
        all.add(new Offer("nothing", 0, 0));
        return new Priced(group, Frontier.of(all).hull());
    }

    /// Every prompt, predicted by a model that was fitted to the prompts of the other four folds.
    static List<Priced> of(Outcomes outcomes) {
        Priced[] all = new Priced[outcomes.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            Splits split = Splits.fold(outcomes.size(), fold, FOLDS, 0);
            UtilityModel model = UtilityModel.fit(outcomes.ratings(split.learn()), 0);
            for (int place : split.judge()) {
                double[] utilities =
                        model.predict(outcomes.prompts().get(place)).utilities();
                all[place] = of(group(outcomes, place), offers(outcomes, place, utilities));
            }
            System.err.printf("predicted fold %d of %d%n", fold + 1, FOLDS);
        }
        return List.of(all);
    }

    private static String group(Outcomes outcomes, int place) {
        return outcomes.groups().isEmpty() ? "" : outcomes.groups().get(place);
    }

    private static List<Offer> offers(Outcomes outcomes, int place, double[] utilities) {
        List<Offer> offers = new ArrayList<>();
        for (int m = 0; m < utilities.length; m++) {
            double nanos = Math.ceil(outcomes.costs()[m][place] * NANOS_PER_USD);
            offers.add(new Offer(outcomes.models().get(m), nanos / NANOS_PER_USD, Math.clamp(utilities[m], 0, 1)));
        }
        return offers;
    }

    /// The most useful offer, which costs most of those on the frontier.
    Offer best() {
        return stair.getLast();
    }

    static NanoUsd cost(Offer offer) {
        return NanoUsd.of(Math.round(offer.cost() * NANOS_PER_USD));
    }
}
