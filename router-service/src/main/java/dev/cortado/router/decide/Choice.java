package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.estimate.SeenPrompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request gets: options in the order in which to take them, or why there is none.
public sealed interface Choice {

    /// @param options never empty; the first is preferred
    /// @param prompt what was seen of it, for what is learnt of ratings; null where nothing is to be kept of it
    record Chosen(
            List<Option> options,
            List<Considered> considered,
            Grounds grounds,
            @Nullable SeenPrompt prompt) implements Choice {

        public Chosen {
            options = List.copyOf(options);
            considered = List.copyOf(considered);
        }

        /// One of whose prompt nothing is to be kept.
        public Chosen(List<Option> options, List<Considered> considered, Grounds grounds) {
            this(options, considered, grounds, null);
        }

        /// How many options meet every wish and reach the floor: the first ones. Those behind are for where money
        /// suffices for none of these.
        public int sufficient() {
            long lastResorts = considered.stream()
                    .filter(each -> each.place() > 0 && !each.eligible())
                    .count();
            return options.size() - (int) lastResorts;
        }

        /// The same with another option as the choice; those before it move one down, as its fallbacks.
        ///
        /// @param taken place of the option, 0 for the one that is preferred
        public Chosen drawn(int taken, Drawn chance) {
            return taken(taken, grounds.with(chance));
        }

        /// The same with another option asked first, because its answer is checked: the one that was preferred answers
        /// where the check fails.
        ///
        /// @param taken place of the option, from 1
        Chosen cascaded(int taken) {
            return taken(taken, grounds.asCascade());
        }

        private Chosen taken(int taken, Grounds because) {
            List<Option> reordered = new ArrayList<>(options);
            reordered.addFirst(reordered.remove(taken));
            List<Considered> moved =
                    considered.stream().map(each -> each.onceTaken(taken + 1)).toList();
            return new Chosen(reordered, moved, because, prompt);
        }

        /// The same with its part in a trial.
        Chosen with(InTrial part) {
            return new Chosen(options, considered, grounds.with(part), prompt);
        }

        /// The same with what was seen of its prompt.
        public Chosen with(SeenPrompt seen) {
            return new Chosen(options, considered, grounds, seen);
        }
    }

    /// @param models every name that exists
    record UnknownModel(List<String> models) implements Choice {}

    /// No candidate reaches the utility demanded.
    ///
    /// @param reachable the highest that may be demanded within the cost ceiling
    /// @param nearest null where no node could answer now
    record UtilityUnreachable(
            double reachable, String message, @Nullable Nearest nearest) implements Choice {}

    /// What reaches the utility costs more than the ceiling.
    ///
    /// @param feasible the least ceiling that would do
    /// @param reachable the highest utility that may be demanded within the ceiling
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

    /// No context is long enough for the prompt.
    ///
    /// @param promptAtLeast tokens that the prompt has at least
    /// @param contextMax the longest context of what could answer otherwise
    record ContextTooLong(TokenCount promptAtLeast, TokenCount contextMax) implements Choice {}

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
