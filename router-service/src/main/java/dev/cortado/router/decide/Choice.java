package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import java.util.List;

/// What a request gets: options in the order in which to take them, or why there is none.
public sealed interface Choice {

    /// @param options never empty; the first is preferred
    record Chosen(List<Option> options, List<Considered> considered, Policy policy) implements Choice {
        public Chosen {
            options = List.copyOf(options);
            considered = List.copyOf(considered);
        }
    }

    /// @param models every name that exists
    record UnknownModel(List<String> models) implements Choice {}

    /// @param reachable the highest utility within the other wishes
    record UtilityUnreachable(double reachable, String message) implements Choice {}

    /// @param feasible the least ceiling that would do
    record CostUnreachable(NanoUsd feasible, double reachable) implements Choice {}

    /// Every suitable node is down, draining or full.
    record NoNode(String message) implements Choice {}

    record UnknownPrice(String message) implements Choice {}

    /// @param missing capabilities that no suitable variant has; empty where it is not for want of those
    record Unsupported(String message, List<String> missing) implements Choice {
        public Unsupported {
            missing = List.copyOf(missing);
        }
    }
}
