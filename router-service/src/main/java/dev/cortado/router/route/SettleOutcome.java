package dev.cortado.router.route;

import dev.cortado.router.hold.BudgetView;

/// What came of settling an attempt.
public sealed interface SettleOutcome {

    /// Settled now or before.
    record Accepted(BudgetView budget) implements SettleOutcome {}

    /// Not of this router's memory: the store was told, and the usage event in the log settles it.
    record AcceptedElsewhere() implements SettleOutcome {}

    /// The ids do not fit; nothing was settled.
    record Rejected(String message) implements SettleOutcome {}
}
