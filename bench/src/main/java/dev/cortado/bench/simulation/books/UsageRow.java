package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.posting.PostingRow;
import java.util.List;

/// A row of `usage`: who bears what of one attempt.
///
/// @param usage what was posted
/// @param charged one number a lease, in its counter's unit
/// @param bearer the operator's account, or `tenant` where the operator bears nothing
public record UsageRow(
        long batch, PostingRow.Usage usage, List<Long> charged, long charge, long operatorCost, String bearer) {

    public UsageRow {
        charged = List.copyOf(charged);
        long cost = usage.metering().cost().nanos();
        if (charge < 0 || operatorCost < 0 || cost != charge + operatorCost) {
            throw new ConstraintBroken("usage_check", "cost " + cost + " is not " + charge + " + " + operatorCost);
        }
        if (bearer.equals("tenant") && operatorCost != 0) {
            throw new ConstraintBroken("usage_check", "the tenant bears an operator's cost");
        }
    }

    public long cost() {
        return usage.metering().cost().nanos();
    }
}
