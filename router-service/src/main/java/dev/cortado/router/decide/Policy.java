package dev.cortado.router.decide;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How to choose among the candidates that meet the wishes.
public sealed interface Policy {

    Name name();

    /// The utility that a candidate must reach.
    Floor floor();

    /// The least cost that reaches the floor.
    record CheapestSufficient(Floor floor) implements Policy {
        @Override
        public Name name() {
            return Name.CHEAPEST_SUFFICIENT;
        }
    }

    /// The last step up the frontier that is worth its price.
    ///
    /// @param rate what a further step must bring
    record Knee(Floor floor, StopRate rate) implements Policy {
        @Override
        public Name name() {
            return Name.KNEE;
        }
    }

    /// The most utility below the request's cost ceiling; without a ceiling, the most that the budget surely pays for.
    record BestWithinCost(Floor floor) implements Policy {
        @Override
        public Name name() {
            return Name.BEST_WITHIN_COST;
        }
    }

    /// What the client named; of several variants behind a name the cheapest.
    record Fixed(Floor floor, String model) implements Policy {
        @Override
        public Name name() {
            return Name.FIXED;
        }
    }

    /// @param rate what a further step must bring, for the knee
    /// @param model that the request names
    static Policy of(Name name, Floor floor, StopRate rate, String model) {
        return switch (name) {
            case CHEAPEST_SUFFICIENT -> new CheapestSufficient(floor);
            case KNEE -> new Knee(floor, rate);
            case BEST_WITHIN_COST -> new BestWithinCost(floor);
            case FIXED -> new Fixed(floor, model);
        };
    }

    /// What a request or the configuration calls a policy.
    enum Name {
        CHEAPEST_SUFFICIENT,
        KNEE,
        BEST_WITHIN_COST,
        FIXED;

        /// As it is written: `cheapest-sufficient`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// @throws IllegalArgumentException naming all that there are
        public static Name of(String word) {
            return Arrays.stream(values())
                    .filter(name -> name.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a policy is one of "
                            + Arrays.stream(values()).map(Name::word).collect(Collectors.joining(", ")) + ", not '"
                            + word + "'"));
        }
    }
}
