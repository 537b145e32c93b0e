package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.CompareTrialReply;
import dev.cortado.contracts.v1.CompareTrialRequest;
import dev.cortado.contracts.v1.EstimatePolicyReply;
import dev.cortado.contracts.v1.EstimatePolicyRequest;
import dev.cortado.contracts.v1.EstimateRefused;
import dev.cortado.contracts.v1.EstimatedBoth;
import dev.cortado.contracts.v1.EstimatedInterval;
import dev.cortado.contracts.v1.EstimatedPolicy;
import dev.cortado.contracts.v1.EstimatedWorth;
import dev.cortado.contracts.v1.LeftOutView;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.learn.OffPolicy.Estimate;
import dev.cortado.router.trial.Comparing;
import dev.cortado.router.trial.LeftOut;
import dev.cortado.router.trial.PolicyEstimate;
import dev.cortado.router.trial.PolicyEstimating;
import dev.cortado.router.trial.PolicyWorth;
import dev.cortado.router.trial.TrialComparison;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/// The trial service's calls, from message to message. Wrong input throws [IllegalArgumentException].
final class TrialEndpoint {

    private final PolicyEstimating estimating;
    private final Comparing comparing;

    TrialEndpoint(PolicyEstimating estimating, Comparing comparing) {
        this.estimating = estimating;
        this.comparing = comparing;
    }

    CompletionStage<CompareTrialReply> compare(CompareTrialRequest request, BooleanSupplier isCancelled) {
        return comparing
                .compare(Wire.toTenant(request.getTenant()), request.getName(), Wire.toInstant(request.getSince()))
                .thenApply(outcome -> switch (outcome) {
                    case Comparing.Outcome.Compared(TrialComparison comparison, boolean isSet) ->
                        ComparisonMessages.compared(comparison, isSet);
                    case Comparing.Outcome.Unknown(String name, boolean isSet) ->
                        ComparisonMessages.unknown(name, isSet);
                });
    }

    CompletionStage<EstimatePolicyReply> estimate(EstimatePolicyRequest request, BooleanSupplier isCancelled) {
        Policy.Name name = Requests.policy(request.getPolicy());
        if (name == null) {
            throw new IllegalArgumentException("which policy is to be judged must be said");
        }
        OtherPolicy other = new OtherPolicy(
                name,
                request.hasExchangeNanoUsdPerUtility()
                        ? new ExchangeRate(NanoUsd.of(request.getExchangeNanoUsdPerUtility()))
                        : null,
                request.hasUtilityMin() ? Double.valueOf(request.getUtilityMin()) : null);
        return estimating
                .estimate(Wire.toTenant(request.getTenant()).organisation(), other, Wire.toInstant(request.getSince()))
                .thenApply(TrialEndpoint::reply);
    }

    private static EstimatePolicyReply reply(PolicyEstimate estimate) {
        EstimatePolicyReply.Builder reply = EstimatePolicyReply.newBuilder();
        switch (estimate) {
            case PolicyEstimate.Estimated made ->
                reply.setLeftOut(of(made.leftOut())).setEstimated(of(made));
            case PolicyEstimate.TooFewRatings few ->
                reply.setLeftOut(of(few.leftOut()))
                        .setRefused(EstimateRefused.newBuilder()
                                .setReason(EstimateRefused.Reason.TOO_FEW_RATINGS)
                                .setRatings(few.ratings())
                                .setNeeded(few.needed()));
            case PolicyEstimate.TooFewAlike few ->
                reply.setLeftOut(of(few.leftOut()))
                        .setRefused(EstimateRefused.newBuilder()
                                .setReason(EstimateRefused.Reason.TOO_FEW_ALIKE)
                                .setRatings(few.ratings())
                                .setEffective(few.effective())
                                .setNeeded(few.needed()));
        }
        return reply.build();
    }

    private static EstimatedPolicy of(PolicyEstimate.Estimated made) {
        return EstimatedPolicy.newBuilder()
                .setRatings(made.ratings())
                .setAlike(made.alike())
                .setInForce(of(made.inForce()))
                .setOther(of(made.other()))
                .setUtilityGain(of(made.utilityGain()))
                .setCostIncreaseUsd(of(made.costIncreaseUsd()))
                .build();
    }

    private static LeftOutView of(LeftOut leftOut) {
        return LeftOutView.newBuilder()
                .setCertain(leftOut.certain())
                .setOutOfReach(leftOut.outOfReach())
                .setUntold(leftOut.untold())
                .build();
    }

    private static EstimatedWorth of(PolicyWorth worth) {
        return EstimatedWorth.newBuilder()
                .setUtility(of(worth.utility()))
                .setCostUsd(of(worth.costUsd()))
                .setEffective(worth.effective())
                .setWeightMax(worth.weightMax())
                .build();
    }

    private static EstimatedBoth of(PolicyWorth.Both both) {
        return EstimatedBoth.newBuilder()
                .setInversePropensity(of(both.inversePropensity()))
                .setDoublyRobust(of(both.doublyRobust()))
                .build();
    }

    static EstimatedInterval of(Estimate estimate) {
        return EstimatedInterval.newBuilder()
                .setValue(estimate.value())
                .setLow(estimate.low())
                .setHigh(estimate.high())
                .build();
    }
}
