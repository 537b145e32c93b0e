package dev.cortado.router.store;

import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.hold.AttemptKey;
import java.time.Instant;

/// One thing to write down.
sealed interface Write {

    record Decided(Decision decision) implements Write {}

    record Placed(Attempt attempt) implements Write {}

    record Ended(AttemptKey key, Fate fate) implements Write {}

    record Recovered(Decision decision) implements Write {}

    record Overdue(int partition, Instant publishBy) implements Write {}
}
