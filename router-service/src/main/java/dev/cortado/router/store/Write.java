package dev.cortado.router.store;

import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.hold.AttemptKey;
import java.time.Instant;

/// One thing to write down.
sealed interface Write {

    /// What is written, in few words.
    default String about() {
        return switch (this) {
            case Decided(Decision decision) -> "decision " + decision.id();
            case Placed(Attempt attempt) -> "attempt " + attempt.key();
            case Ended(AttemptKey key, Fate _) -> "the end of " + key;
            case Recovered(Decision decision) -> "recovered decision " + decision.id();
            case Overdue overdue -> overdue.toString();
        };
    }

    record Decided(Decision decision) implements Write {}

    record Placed(Attempt attempt) implements Write {}

    record Ended(AttemptKey key, Fate fate) implements Write {}

    record Recovered(Decision decision) implements Write {}

    record Overdue(int partition, Instant publishBy) implements Write {}
}
