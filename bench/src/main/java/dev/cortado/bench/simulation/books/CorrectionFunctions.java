package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.window.WindowKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The rules by which a refund gives back of a charge.
public class CorrectionFunctions {

    protected final Tables tables;

    public CorrectionFunctions(Tables tables) {
        this.tables = tables;
    }

    /// @return whether it was done: all refunds of an attempt together stay within its charge
    public boolean refund(UsageKey key, long amount, Instant now) {
        UsageRow row = tables.usage.get(key);
        long refunded = tables.refunds.getOrDefault(key, 0L);
        if (row == null || amount <= 0 || amount > row.charge() - refunded) {
            return false;
        }
        tables.refunds.put(key, refunded + amount);
        List<Hold> holds = row.usage().permission().holds();
        for (Hold hold : holds) {
            LeaseRow lease =
                    Objects.requireNonNull(tables.leases.get(hold.lease().value()));
            if (hold.unit() == LimitUnit.NANO_USD && lease.counter.window.end().isAfter(now) && mayGiveBack(lease)) {
                giveBack(lease, amount);
            }
        }
        long batch = tables.nextBatch();
        String project = row.usage().permission().tenant().project().value();
        tables.entries.add(new EntryRow(batch, "tenant", project, -amount));
        tables.entries.add(new EntryRow(batch, "correction", "", amount));
        return true;
    }

    /// Windows of an hour or less are over before anybody corrects.
    private static boolean mayGiveBack(LeaseRow lease) {
        WindowKind kind = lease.counter.rule.kind();
        return kind != WindowKind.MINUTE && kind != WindowKind.HOUR;
    }

    protected void giveBack(LeaseRow lease, long amount) {
        CounterRow counter = lease.counter;
        long committed = counter.committed() - amount;
        long closedSpent = counter.closedSpent() - (lease.isOpen() ? 0 : amount);
        counter.update(committed, closedSpent, counter.capWith(committed));
        lease.refund(lease.refunded() + amount);
    }
}
