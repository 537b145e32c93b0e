package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.Window;
import dev.cortado.accounting.window.WindowKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Accounting's tables, with their keys and sequences.
public final class Tables {

    /// Where a session's fence lies in one partition.
    public record Fence(int partition, long offset) {}

    /// The only one.
    public static final String ORGANISATION = "org";

    final Map<Long, LimitRow> limits = new TreeMap<>();
    /// The ids of organisation, teams, projects and keys that are suspended.
    final Set<String> suspended = new TreeSet<>();
    final Map<Long, CounterRow> counters = new TreeMap<>();
    final Map<Long, SessionRow> sessions = new TreeMap<>();
    final Map<Long, LeaseRow> leases = new TreeMap<>();
    final Map<SessionRow, Map<String, LeaseAnswer>> answers = new HashMap<>();
    final Map<Long, List<Fence>> fences = new HashMap<>();
    final Map<Integer, Long> offsets = new TreeMap<>();
    final Map<String, Instant> turns = new HashMap<>();
    final Map<UsageKey, UsageRow> usage = new TreeMap<>();
    final List<EntryRow> entries = new ArrayList<>();
    final List<QuarantineRow> quarantine = new ArrayList<>();
    final Map<UsageKey, Long> refunds = new HashMap<>();
    final Map<UUID, HedgeRow> hedges = new TreeMap<>();
    long alarms;
    long deadLetters;
    long version;

    private final Changes changes = new Changes();
    private final Map<SessionRow, Map<CounterRow, LeaseRow>> leaseOf = new HashMap<>();
    private long nextLimit = 1;
    private long nextCounter = 1;
    private long nextSession = 1;
    private long nextLease = 1;
    private long nextBatch = 1;

    /// @param version of the configuration when the history begins
    public Tables(long version) {
        this.version = version;
    }

    public LimitRow addLimit(String node, LimitUnit unit, WindowKind kind, ZoneId zone, boolean hard, long cap) {
        LimitRow limit = new LimitRow(nextLimit++, node, unit, Renewal.of(kind, zone), hard, cap);
        limits.put(limit.id, limit);
        return limit;
    }

    /// What changed since the invariants were checked.
    public Changes changes() {
        return changes;
    }

    public Iterable<LimitRow> limits() {
        return limits.values();
    }

    public Set<String> suspended() {
        return suspended;
    }

    public Iterable<CounterRow> counters() {
        return counters.values();
    }

    public Iterable<SessionRow> sessions() {
        return sessions.values();
    }

    public Iterable<LeaseRow> leases() {
        return leases.values();
    }

    public Iterable<UsageRow> usage() {
        return usage.values();
    }

    public @Nullable UsageRow usage(UsageKey key) {
        return usage.get(key);
    }

    public @Nullable SessionRow session(long id) {
        return sessions.get(id);
    }

    void putUsage(UsageKey key, UsageRow row) {
        usage.put(key, row);
        changes.add(key, row);
    }

    public void offset(int partition, long next) {
        offsets.put(partition, next);
    }

    public @Nullable LeaseRow lease(long id) {
        return leases.get(id);
    }

    public @Nullable CounterRow counter(long id) {
        return counters.get(id);
    }

    public List<EntryRow> entries() {
        return entries;
    }

    public List<QuarantineRow> quarantine() {
        return quarantine;
    }

    public Iterable<HedgeRow> hedges() {
        return hedges.values();
    }

    /// What was given back of an attempt's charge.
    public long refunded(UsageKey key) {
        return refunds.getOrDefault(key, 0L);
    }

    public Map<Integer, Long> offsets() {
        return offsets;
    }

    public List<Fence> fences(long session) {
        return fences.getOrDefault(session, List.of());
    }

    public long alarms() {
        return alarms;
    }

    public long deadLetters() {
        return deadLetters;
    }

    CounterRow addCounter(LimitRow limit, Window window) {
        CounterRow counter = new CounterRow(nextCounter++, limit, window, changes);
        counters.put(counter.id, counter);
        return counter;
    }

    SessionRow addSession(
            String router,
            dev.cortado.accounting.session.SessionClass sessionClass,
            Instant admitUntil,
            Instant voidBy) {
        for (SessionRow other : sessions.values()) {
            if (other.state() == SessionRow.State.LIVE
                    && other.router.equals(router)
                    && other.sessionClass == sessionClass) {
                throw new ConstraintBroken("session_live", router + " has two live sessions of a class");
            }
        }
        SessionRow session = new SessionRow(nextSession++, router, sessionClass, admitUntil, voidBy);
        sessions.put(session.id, session);
        return session;
    }

    public @Nullable LeaseRow lease(SessionRow session, CounterRow counter) {
        Map<CounterRow, LeaseRow> own = leaseOf.get(session);
        return own == null ? null : own.get(counter);
    }

    /// The lease of this session and counter, made where there is none. Either way the sequence moves on, as it does
    /// in an insert that finds a conflict.
    LeaseRow leaseOrNew(SessionRow session, CounterRow counter) {
        long id = nextLease++;
        return leaseOf.computeIfAbsent(session, _ -> new HashMap<>()).computeIfAbsent(counter, _ -> {
            LeaseRow lease = new LeaseRow(id, counter, session, changes);
            leases.put(id, lease);
            counter.leased(lease);
            return lease;
        });
    }

    long nextBatch() {
        return nextBatch++;
    }

    /// What is spent of a counter: `closed_spent` and what is posted on leases not closed.
    public long spent(CounterRow counter) {
        long spent = counter.closedSpent();
        for (LeaseRow lease : counter.leases()) {
            if (lease.isOpen()) {
                spent += lease.posted() - lease.refunded();
            }
        }
        return spent;
    }
}
