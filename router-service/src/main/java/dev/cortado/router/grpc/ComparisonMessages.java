package dev.cortado.router.grpc;

import dev.cortado.contracts.v1.CompareTrialReply;
import dev.cortado.contracts.v1.TrialCompared;
import dev.cortado.contracts.v1.TrialMeans;
import dev.cortado.contracts.v1.TrialSide;
import dev.cortado.contracts.v1.TrialUnknown;
import dev.cortado.router.trial.TrialComparison;

/// Writes comparisons of a trial's arms.
final class ComparisonMessages {

    private ComparisonMessages() {}

    /// @param isSet whether the trial is set for the tenant now
    static CompareTrialReply compared(TrialComparison comparison, boolean isSet) {
        return CompareTrialReply.newBuilder()
                .setCompared(TrialCompared.newBuilder()
                        .setName(comparison.name())
                        .setIsSet(isSet)
                        .setIsShadow(comparison.isShadow())
                        .setTruncated(comparison.truncated())
                        .setAlike(comparison.alike())
                        .setUsual(side(comparison.usual()))
                        .setOther(side(comparison.other()))
                        .setMore(means(comparison.more())))
                .build();
    }

    static CompareTrialReply unknown(String name, boolean isSet) {
        return CompareTrialReply.newBuilder()
                .setUnknown(TrialUnknown.newBuilder().setName(name).setIsSet(isSet))
                .build();
    }

    private static TrialSide side(TrialComparison.Side side) {
        return TrialSide.newBuilder()
                .setRequests(side.requests())
                .setUnits(side.units())
                .setRatings(side.ratings())
                .setMeans(means(side.means()))
                .build();
    }

    private static TrialMeans means(TrialComparison.Means means) {
        TrialMeans.Builder message = TrialMeans.newBuilder();
        means.utility().map(TrialEndpoint::of).ifPresent(message::setUtility);
        means.likelyCostUsd().map(TrialEndpoint::of).ifPresent(message::setLikelyCostUsd);
        means.chargedUsd().map(TrialEndpoint::of).ifPresent(message::setChargedUsd);
        means.rating().map(TrialEndpoint::of).ifPresent(message::setRating);
        return message.build();
    }
}
