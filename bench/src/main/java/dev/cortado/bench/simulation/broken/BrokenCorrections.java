package dev.cortado.bench.simulation.broken;

import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.bench.simulation.books.CorrectionFunctions;
import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.HedgeFunctions;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.SessionFunctions;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.party.Protocol;
import java.util.HashSet;
import java.util.Set;

/// What goes wrong where a charge is corrected.
final class BrokenCorrections {

    private BrokenCorrections() {}

    /// A hedge is known for one only where both attempts are posted in the same batch.
    static final class HedgesMatchedWithinABatch extends Protocol {
        @Override
        public HedgeFunctions hedges(Tables tables, CorrectionFunctions corrections) {
            return new HedgeFunctions(tables, corrections) {
                @Override
                public void note(PostingBatch batch) {
                    Set<UsageKey> posted = new HashSet<>();
                    for (PostingRow row : batch.rows()) {
                        if (row instanceof PostingRow.Usage usage) {
                            posted.add(UsageKey.of(usage));
                        }
                    }
                    super.note(new PostingBatch(
                            batch.stretches(),
                            batch.rows().stream()
                                    .filter(row -> row instanceof PostingRow.Usage usage && isMatched(usage, posted))
                                    .toList()));
                }
            };
        }

        private static boolean isMatched(PostingRow.Usage usage, Set<UsageKey> posted) {
            Permission permission = usage.permission();
            return permission.hedgeOf().isPresent()
                    && posted.contains(new UsageKey(
                            permission.reservation(), permission.hedgeOf().getAsInt()));
        }
    }

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
