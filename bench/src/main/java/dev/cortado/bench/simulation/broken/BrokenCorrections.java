package dev.cortado.bench.simulation.broken;

import dev.cortado.accounting.session.SessionRules;
import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.SessionFunctions;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.party.Protocol;

/// What goes wrong where a charge is corrected.
final class BrokenCorrections {

    private BrokenCorrections() {}

    /// What a refund gave back to a window comes back once more when the lease closes.
    static final class RefundSpentTwice extends Protocol {
        @Override
        public SessionFunctions sessions(Tables tables, SessionRules rules) {
            return new SessionFunctions(tables, rules) {
                @Override
                protected void closed(LeaseRow lease) {
                    super.closed(lease);
                    CounterRow counter = lease.counter;
                    long committed = counter.committed() - lease.refunded();
                    counter.update(committed, Math.min(committed, counter.closedSpent()), counter.capWith(committed));
                }
            };
        }
    }
}
