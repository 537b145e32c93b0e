package dev.cortado.router.route;

import dev.cortado.router.decide.Choice;
import dev.cortado.router.hold.BudgetView;

/// What came of asking how a request would be routed.
public sealed interface ExplainOutcome {

    /// @param budget as it is now; whether it has room was not tried
    record Explained(Choice.Chosen chosen, BudgetView budget) implements ExplainOutcome {}

    /// It would be refused.
    ///
    /// @param why any but [RouteOutcome.Routed]
    record Refused(RouteOutcome why) implements ExplainOutcome {}
}
