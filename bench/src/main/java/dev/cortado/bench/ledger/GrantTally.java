package dev.cortado.bench.ledger;

import dev.cortado.bench.Figures;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/// What became of the routers' orders, each timed from when its message was to go, however often that
/// was sent. Kept by one thread, and read by another once that one has ended; only [#open] and
/// [#isSteady] are for any.
final class GrantTally {

    /// Within a thousandth of the true value.
    private static final int DIGITS = 3;

    private static final long NANOS_A_MICRO = 1_000;
    private static final double MEDIAN = 50;
    private static final double LAST_PERCENT = 99;

    private final Map<OrderKind, Histogram> steady = new EnumMap<>(OrderKind.class);
    private final Histogram starting = new Histogram(DIGITS);
    private final Map<CallFailed.Kind, Long> retries = new EnumMap<>(CallFailed.Kind.class);
    private final Map<String, Long> refusals = new TreeMap<>();
    private final Map<String, Long> words = new TreeMap<>();
    private final AtomicLong open = new AtomicLong();
    private volatile boolean isSteady;
    private volatile long steadyFromNanos;
    private long messages;
    private long counters;
    private long fellShort;

    GrantTally() {
        for (OrderKind kind : OrderKind.values()) {
            steady.put(kind, new Histogram(DIGITS));
        }
    }

    /// From now on accounting is no longer starting: what is due later is counted apart from what was
    /// due before.
    void steadyFrom(long nanos) {
        steadyFromNanos = nanos;
        isSteady = true;
    }

    void begins() {
        open.incrementAndGet();
    }

    /// Orders without an answer.
    long open() {
        return open.get();
    }

    /// A message was granted.
    void granted(int countersOfIt) {
        messages++;
        counters += countersOfIt;
    }

    /// An order that was in such a message.
    void answered(OrderKind kind, long dueNanos, long nowNanos) {
        Histogram histogram = isSteady && dueNanos - steadyFromNanos >= 0 ? of(kind) : starting;
        histogram.recordValue(Math.max(0, nowNanos - dueNanos));
        open.decrementAndGet();
    }

    /// Less was granted than wanted, of one path.
    void fellShort() {
        fellShort++;
    }

    /// A message got no answer, and is sent again.
    void retried(CallFailed.Kind kind, String why) {
        retries.merge(kind, 1L, Long::sum);
        words.merge(why, 1L, Long::sum);
    }

    /// Accounting refused a message of so many orders: they end here.
    void refused(String reason, int orders) {
        refusals.merge(reason, (long) orders, Long::sum);
        open.addAndGet(-orders);
    }

    /// Orders that were granted, of whatever kind and whenever.
    long answered() {
        return starting.getTotalCount()
                + steady.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }

    long retries(CallFailed.Kind kind) {
        return retries.getOrDefault(kind, 0L);
    }

    long refusals() {
        return refusals.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Microseconds that this share of the orders of a kind stayed within, of those due once accounting
    /// had started; 0 where there were none.
    long micros(OrderKind kind, double percentile) {
        return micros(of(kind), percentile);
    }

    /// The same of all kinds.
    long micros(double percentile) {
        return micros(together(List.copyOf(steady.values())), percentile);
    }

    private Histogram of(OrderKind kind) {
        return Objects.requireNonNull(steady.get(kind));
    }

    private static Histogram together(List<Histogram> histograms) {
        Histogram all = new Histogram(DIGITS);
        histograms.forEach(all::add);
        return all;
    }

    private static long micros(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / NANOS_A_MICRO;
    }

    void write(Figures figures) {
        figures.put("grants", answered())
                .put("grantMessages", messages)
                .put("grantCountersPerMessage", messages == 0 ? 0 : counters / (double) messages, 1)
                .put("grantP50Micros", micros(MEDIAN))
                .put("grantP99Micros", micros(LAST_PERCENT))
                .put("grantAskP99Micros", micros(OrderKind.ASK, LAST_PERCENT))
                .put("grantRenewP99Micros", micros(OrderKind.RENEW, LAST_PERCENT))
                .put("grantGiveBackP99Micros", micros(OrderKind.GIVE_BACK, LAST_PERCENT))
                .put("grantStartP99Micros", micros(starting, LAST_PERCENT))
                .put("grantsAsked", of(OrderKind.ASK).getTotalCount())
                .put("grantsRenewed", of(OrderKind.RENEW).getTotalCount())
                .put("grantsGivenBack", of(OrderKind.GIVE_BACK).getTotalCount())
                .put("grantRetriesUnavailable", retries(CallFailed.Kind.UNAVAILABLE))
                .put("grantRetriesTimedOut", retries(CallFailed.Kind.TIMED_OUT))
                .put("grantRetriesOther", retries(CallFailed.Kind.OTHER))
                .put("grantsRefused", refusals())
                .put("grantsShort", fellShort)
                .put("grantsUnanswered", open());
    }

    /// What went wrong, in accounting's words.
    @Override
    public String toString() {
        return answered() + " orders granted, " + open() + " unanswered; refused " + refusals + "; sent again " + words;
    }
}
