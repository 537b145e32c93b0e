package dev.cortado.bench.simulation.broken;

import dev.cortado.bench.simulation.party.Protocol;
import java.util.Locale;
import java.util.function.Supplier;

/// Every broken variant.
public enum BrokenVariant {
    RECLAIM_BY_TIMER_ALONE(BrokenSessions.ReclaimByTimerAlone::new),
    CLOSE_WITHOUT_FENCE(BrokenSessions.CloseWithoutFence::new),
    RESUMED_SESSION(BrokenSessions.ResumedSession::new),
    SETTLE_TWICE(BrokenRouters.SettleTwice::new),
    HOLD_TOO_SMALL(BrokenRouters.HoldTooSmall::new),
    TAKEN_THEN_ROLLED_BACK(BrokenRouters.TakenThenRolledBack::new),
    UNCHECKED_OVERFLOW(BrokenLeases.UncheckedOverflow::new),
    EPOCH_CHECKED_ON_EVENTS(BrokenPosting.EpochCheckedOnEvents::new),
    RETURNS_AS_DELTAS(BrokenLeases.ReturnsAsDeltas::new),
    OFFSETS_OUTSIDE_THE_DATABASE(BrokenPosting.OffsetsOutsideTheDatabase::new),
    TOKEN_GOOD_FOR_A_WHOLE_POOL(BrokenAttempts.TokenGoodForAWholePool::new),
    LATE_EVENT_CHARGED(BrokenPosting.LateEventCharged::new),
    POSTING_RAISES_COMMITTED(BrokenPosting.PostingRaisesCommitted::new),
    FAILOVER_AFTER_A_DELIVERED_DELTA(BrokenAttempts.FailoverAfterADeliveredDelta::new),
    WINDOW_COMPUTED_BY_THE_ROUTER(BrokenRouters.WindowComputedByTheRouter::new),
    REFUND_SPENT_TWICE(BrokenCorrections.RefundSpentTwice::new),
    SOFT_LIMIT_COUNTS_TO_ITS_CAP(BrokenLeases.SoftLimitCountsToItsCap::new),
    SOFT_LIMIT_TAKEN_FOR_HARD(BrokenRouters.SoftLimitTakenForHard::new),
    STOPPED_HEDGE_TAKEN_FOR_UNUSED(BrokenAttempts.StoppedHedgeTakenForUnused::new),
    HEDGES_MATCHED_WITHIN_A_BATCH(BrokenCorrections.HedgesMatchedWithinABatch::new),
    OLD_PATH_KEPT(BrokenPaths.OldPathKept::new),
    MISSED_CHANGE_ACKNOWLEDGED(BrokenPaths.MissedChangeAcknowledged::new),
    HEARTBEATS_WITHOUT_VERSION(BrokenPaths.HeartbeatsWithoutVersion::new),
    SUSPENSION_LEAVES_LEASES(BrokenPaths.SuspensionLeavesLeases::new),
    WINDOW_CHANGED_AT_ONCE(BrokenPaths.WindowChangedAtOnce::new),
    CAP_LOWERED_UNDER_LEASES(BrokenPaths.CapLoweredUnderLeases::new),
    REMOVED_LIMIT_CLOSED(BrokenPaths.RemovedLimitClosed::new);

    @SuppressWarnings("ImmutableEnumChecker") // A constructor each: it keeps nothing.
    private final Supplier<Protocol> making;

    BrokenVariant(Supplier<Protocol> making) {
        this.making = making;
    }

    /// The protocol for one history.
    public Protocol protocol() {
        return making.get();
    }

    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
