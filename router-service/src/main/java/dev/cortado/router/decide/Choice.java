package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request gets: options in the order in which to take them, or why there is none.
public sealed interface Choice {

    /// @param options never empty; the first is preferred
    record Chosen(List<Option> options, List<Considered> considered, Grounds grounds) implements Choice {
        public Chosen {
            options = List.copyOf(options);
            considered = List.copyOf(considered);
        }
    }

    /// @param models every name that exists
    record UnknownModel(List<String> models) implements Choice {}

    /// No candidate reaches the utility demanded.
    ///
    /// @param reachable the highest utility within the cost ceiling
    /// @param nearest null where no node could answer now
    record UtilityUnreachable(
            double reachable, String message, @Nullable Nearest nearest) implements Choice {}

    /// What reaches the utility costs more than the ceiling.
    ///
    /// @param feasible the least ceiling that would do
    /// @param reachable the highest utility within the ceiling
    /// @param nearest null where no node could answer now
    record CostUnreachable(
            NanoUsd feasible, double reachable, @Nullable Nearest nearest) implements Choice {}

    /// What meets the other wishes takes longer than the limit now.
    ///
    /// @param feasible the least limit that would do
    /// @param nearest null where no node could answer now
    record LatencyUnreachable(Duration feasible, @Nullable Nearest nearest) implements Choice {}

    /// Whatever could answer is barred: to the tenant, or by where it runs.
    record Barred(Bar.Kind by, String message) implements Choice {}

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
