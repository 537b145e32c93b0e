package dev.cortado.router.decision;

import dev.cortado.contracts.unit.NanoUsd;
import java.util.Optional;

/// What became of an attempt.
public sealed interface Fate {

    /// Not known yet: it runs, or its usage is on its way.
    record Open() implements Fate {}

    /// It ran, and cost the tenant this much.
    record Settled(NanoUsd cost, TokenUse usage, Finish finish) implements Fate {}

    /// It never started.
    record Refused(RefusedBecause reason) implements Fate {}

    /// Its token was never presented to a node.
    record Released() implements Fate {}

    /// Its usage did not come in time: nothing was charged.
    record Abandoned() implements Fate {}

    /// What it cost the tenant, or empty while that is open.
    default Optional<NanoUsd> charged() {
        return switch (this) {
            case Open _ -> Optional.empty();
            case Settled settled -> Optional.of(settled.cost());
            case Refused _, Released _, Abandoned _ -> Optional.of(NanoUsd.ZERO);
        };
    }

    default boolean isOpen() {
        return this instanceof Open;
    }
}
