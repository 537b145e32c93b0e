package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.bench.simulation.books.SessionRow.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The rules of `R__posting_function.sql`.
public class PostingFunctions {

    protected final Tables tables;

    public PostingFunctions(Tables tables) {
        this.tables = tables;
    }

    /// Counts of one batch.
    private static final class Counts {
        int posted;
        int late;
        int guarded;
        int quarantined;
    }

    public PostingOutcome post(PostingBatch batch) {
        for (PostingBatch.Stretch stretch : batch.stretches()) {
            Long next = tables.offsets.get(stretch.partition());
            if (next == null || next != stretch.expected()) {
                return new PostingOutcome.OffsetsMoved();
            }
        }
        batch.stretches().forEach(stretch -> tables.offsets.put(stretch.partition(), stretch.next()));
        Counts counts = new Counts();
        List<PostingRow.Usage> sound = sound(batch.rows(), counts);
        List<UsageRow> won = insert(sound, counts);
        quarantineDiffering(sound, won, counts);
        book(guard(won, counts));
        int all = batch.rows().size();
        return new PostingOutcome.Posted(
                counts.posted,
                all - counts.posted - counts.quarantined,
                counts.late,
                counts.guarded,
                counts.quarantined);
    }

    public long nextOffset(int partition) {
        return tables.offsets.computeIfAbsent(partition, _ -> 0L);
    }

    private List<PostingRow.Usage> sound(List<PostingRow> rows, Counts counts) {
        List<PostingRow.Usage> sound = new ArrayList<>();
        for (PostingRow row : rows) {
            switch (row) {
                case PostingRow.Usage usage -> {
                    Optional<String> fault = fault(usage.permission());
                    if (fault.isEmpty()) {
                        sound.add(usage);
                    } else {
                        quarantine(
                                row,
                                fault.get(),
                                usage.permission().session().value(),
                                usage.permission().holds());
                        counts.quarantined++;
                    }
                }
                case PostingRow.Quarantined faulty -> {
                    long session = faulty.session().map(id -> id.value()).orElse(0L);
                    quarantine(row, faulty.fault().word(), session, faulty.holds());
                    counts.quarantined++;
                }
            }
        }
        return sound;
    }

    /// Why the database cannot post a row that is sound in itself.
    private Optional<String> fault(Permission permission) {
        SessionRow session = tables.sessions.get(permission.session().value());
        if (session == null) {
            return Optional.of("unknown_session");
        }
        for (Hold hold : permission.holds()) {
            LeaseRow lease = tables.leases.get(hold.lease().value());
            if (lease == null
                    || lease.session != session
                    || lease.counter.id != hold.counter().value()
                    || lease.counter.limit.unit != hold.unit()) {
                return Optional.of("unknown_lease");
            }
        }
        return Optional.empty();
    }

    private void quarantine(PostingRow row, String fault, long session, List<Hold> holds) {
        tables.quarantine.add(new QuarantineRow(
                row.position().partition(),
                row.position().offset(),
                fault,
                tables.sessions.containsKey(session) ? session : 0,
                holds.stream().map(hold -> hold.lease().value()).toList()));
        tables.deadLetters++;
    }

    /// New usage, in the order of its key. One batch of entries a call, though nothing of it be new.
    private List<UsageRow> insert(List<PostingRow.Usage> sound, Counts counts) {
        List<UsageRow> won = new ArrayList<>();
        List<PostingRow.Usage> sorted = new ArrayList<>(sound);
        sorted.sort(Comparator.comparing(UsageKey::of));
        long batch = sorted.isEmpty() ? 0 : tables.nextBatch();
        for (PostingRow.Usage usage : sorted) {
            UsageKey key = UsageKey.of(usage);
            if (tables.usage.containsKey(key)) {
                continue;
            }
            UsageRow row = row(batch, usage);
            tables.putUsage(key, row);
            won.add(row);
            counts.posted++;
            if (row.bearer().equals("late_usage")) {
                counts.late++;
            }
        }
        return won;
    }

    private UsageRow row(long batch, PostingRow.Usage usage) {
        long cost = usage.metering().cost().nanos();
        if (isLate(usage)) {
            List<Long> nothing = usage.charged().stream().map(_ -> 0L).toList();
            return new UsageRow(batch, usage, nothing, 0, cost, "late_usage");
        }
        long charge = usage.charge().nanos();
        return new UsageRow(
                batch, usage, usage.charged(), charge, cost - charge, cost > charge ? "provider_variance" : "tenant");
    }

    /// Appended after its time, behind its session's fence, or posted when its session or a lease of its is closed.
    protected boolean isLate(PostingRow.Usage usage) {
        SessionRow session = Objects.requireNonNull(
                tables.sessions.get(usage.permission().session().value()));
        return usage.late()
                || session.state() == State.CLOSED
                || usage.permission().holds().stream().anyMatch(hold -> isClosed(hold))
                || tables.fences(session.id).stream()
                        .anyMatch(fence -> fence.partition() == usage.position().partition()
                                && fence.offset() < usage.position().offset());
    }

    private boolean isClosed(Hold hold) {
        LeaseRow lease = tables.lease(hold.lease().value());
        return lease != null && !lease.isOpen();
    }

    /// What was there already must be the same; another payload under the same id is not.
    private void quarantineDiffering(List<PostingRow.Usage> sound, List<UsageRow> won, Counts counts) {
        for (PostingRow.Usage usage : sound) {
            boolean isNew = won.stream().anyMatch(row -> row.usage().equals(usage));
            if (!isNew
                    && !Objects.requireNonNull(tables.usage.get(UsageKey.of(usage)))
                            .usage()
                            .payload()
                            .equals(usage.payload())) {
                quarantine(
                        usage, "payload_differs", usage.permission().session().value(), List.of());
                counts.quarantined++;
            }
        }
    }

    /// Rows whose leases have no room become the operator's, one by one in their order; the rest is posted.
    private List<UsageRow> guard(List<UsageRow> won, Counts counts) {
        Map<Long, Long> due = new TreeMap<>();
        won.forEach(row -> charges(row).forEach((lease, charged) -> due.merge(lease, charged, Long::sum)));
        if (fits(due)) {
            post(due);
            return won;
        }
        List<UsageRow> booked = new ArrayList<>();
        for (UsageRow row : won) {
            Map<Long, Long> charges = charges(row);
            if (fits(charges)) {
                post(charges);
                booked.add(row);
            } else {
                UsageRow guarded = new UsageRow(
                        row.batch(),
                        row.usage(),
                        row.charged().stream().map(_ -> 0L).toList(),
                        0,
                        row.cost(),
                        "posting_guard");
                tables.putUsage(UsageKey.of(row.usage()), guarded);
                booked.add(guarded);
                tables.alarms++;
                counts.guarded++;
            }
        }
        return booked;
    }

    private boolean fits(Map<Long, Long> due) {
        for (Map.Entry<Long, Long> each : due.entrySet()) {
            LeaseRow lease = Objects.requireNonNull(tables.leases.get(each.getKey()));
            if (lease.posted() + each.getValue() > lease.granted()) {
                return false;
            }
        }
        return true;
    }

    protected void post(Map<Long, Long> due) {
        due.forEach((id, charged) -> {
            LeaseRow lease = Objects.requireNonNull(tables.leases.get(id));
            lease.post(lease.posted() + charged);
        });
    }

    private static Map<Long, Long> charges(UsageRow row) {
        Map<Long, Long> charges = new HashMap<>();
        List<Hold> holds = row.usage().permission().holds();
        for (int i = 0; i < holds.size(); i++) {
            charges.put(holds.get(i).lease().value(), row.charged().get(i));
        }
        return charges;
    }

    /// The sums of new usage by account: what the tenant owes and what the operator bears, against income.
    private void book(List<UsageRow> rows) {
        Map<EntryRow, Long> sums = new LinkedHashMap<>();
        for (UsageRow row : rows) {
            String project = row.usage().permission().tenant().project().value();
            sums.merge(new EntryRow(row.batch(), "tenant", project, 0), row.charge(), Math::addExact);
            sums.merge(new EntryRow(row.batch(), row.bearer(), "", 0), row.operatorCost(), Math::addExact);
            sums.merge(new EntryRow(row.batch(), "usage_income", "", 0), -row.cost(), Math::addExact);
        }
        long balance = 0;
        for (Map.Entry<EntryRow, Long> sum : sums.entrySet()) {
            if (sum.getValue() != 0) {
                EntryRow account = sum.getKey();
                tables.entries.add(new EntryRow(account.batch(), account.kind(), account.owner(), sum.getValue()));
                balance = Math.addExact(balance, sum.getValue());
            }
        }
        if (balance != 0) {
            throw new ConstraintBroken("entry_batches_sum_to_zero", "a batch sums to " + balance);
        }
    }
}
