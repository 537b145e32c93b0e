package dev.cortado.gateway.hedge;

import dev.cortado.contracts.unit.VariantId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether a second attempt may run beside one whose first token is late, and when it is late: after a quantile of the
/// times that its variant took in its pool lately ("The Tail at Scale", Dean and Barroso, 2013, hedged requests). Safe
/// for
/// use by several threads.
///
/// A first attempt that is stopped, since the hedge was faster, counts with the time that it had taken: it would have
/// taken longer. Else hedging would forget the slow ones, and hedge ever sooner.
public final class Hedges {

    /// Nothing is hedged.
    public static final Hedges OFF = new Hedges(null, (_, _) -> () -> {}, System::nanoTime);

    private final @Nullable HedgeRules rules;
    private final FirstTokenTimes times;
    private final HedgeShare share;
    private final Alarms alarms;
    private final LongSupplier nanos;

    /// @param rules null where nothing is hedged
    /// @param nanos a clock that never goes back
    public Hedges(@Nullable HedgeRules rules, Alarms alarms, LongSupplier nanos) {
        this.rules = rules;
        this.times = rules == null
                ? new FirstTokenTimes(Duration.ofSeconds(1), 1, nanos)
                : new FirstTokenTimes(rules.window(), rules.samplesMin(), nanos);
        this.share = rules == null ? new HedgeShare(0, 1) : new HedgeShare(rules.shareMax(), rules.burstMax());
        this.alarms = alarms;
        this.nanos = nanos;
    }

    public boolean areOn() {
        return rules != null;
    }

    /// A request begins that could be hedged.
    public void request() {
        share.request();
    }

    /// After what time the first token of an attempt is late; empty where that is not known.
    public Optional<Duration> late(VariantId variant, String pool) {
        return rules == null
                ? Optional.empty()
                : times.quantile(variant, pool, rules.quantile())
                        .map(quantile -> quantile.compareTo(rules.delayMin()) < 0 ? rules.delayMin() : quantile);
    }

    /// Whether one more request may be hedged now; it counts as hedged then.
    public boolean take() {
        return share.take();
    }

    /// An attempt's first token came, or had not come by now, when a faster one made an end of it.
    ///
    /// @param begun by [#now]
    public void firstToken(VariantId variant, String pool, long begun) {
        times.took(variant, pool, Duration.ofNanos(Math.max(0, now() - begun)));
    }

    /// Nanoseconds of a clock that never goes back.
    public long now() {
        return nanos.getAsLong();
    }

    public Alarms.Alarm after(Duration delay, Runnable action) {
        return alarms.after(delay, action);
    }
}
