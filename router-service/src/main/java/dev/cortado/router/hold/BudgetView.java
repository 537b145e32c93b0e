package dev.cortado.router.hold;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;
import java.util.List;

/// The tightest money limit on a path, as the tenant may know it.
public sealed interface BudgetView {

    /// Whether it surely pays for a hold of this much, as last seen.
    default boolean covers(NanoUsd hold) {
        return switch (this) {
            case Unlimited _ -> true;
            case Limited limited -> hold.compareTo(limited.remaining()) <= 0;
        };
    }

    /// No money limit stands on the path.
    record Unlimited() implements BudgetView {}

    /// @param remaining what new requests could still hold
    /// @param renewsAt [Instant#MAX] where it never does
    /// @param purses every hard money limit on the path, this one among them
    record Limited(NanoUsd remaining, NanoUsd cap, Instant renewsAt, Instant asOf, List<Purse> purses)
            implements BudgetView {

        public Limited {
            purses = List.copyOf(purses);
        }

        /// Where nothing is asked of the other limits.
        public Limited(NanoUsd remaining, NanoUsd cap, Instant renewsAt, Instant asOf) {
            this(remaining, cap, renewsAt, asOf, List.of());
        }

        Limited with(List<Purse> all) {
            return new Limited(remaining, cap, renewsAt, asOf, all);
        }
    }
}
