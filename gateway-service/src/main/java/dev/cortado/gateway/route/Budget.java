package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;

/// What the tenant may still spend, by the tightest money limit on its path.
public sealed interface Budget {

    /// No money limit on the path.
    record Unlimited() implements Budget {}

    /// @param renewsAt in the year 9999 for a limit over all time
    record Limited(NanoUsd remaining, NanoUsd cap, Instant renewsAt, Instant asOf) implements Budget {

        private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

        /// False for a limit over all time.
        public boolean renews() {
            return renewsAt.isBefore(NEVER);
        }
    }
}
