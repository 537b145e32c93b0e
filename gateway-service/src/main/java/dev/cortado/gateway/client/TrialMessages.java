package dev.cortado.gateway.client;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.EstimatePolicyReply;
import dev.cortado.contracts.v1.EstimatePolicyRequest;
import dev.cortado.contracts.v1.EstimateRefused;
import dev.cortado.contracts.v1.EstimatedBoth;
import dev.cortado.contracts.v1.EstimatedInterval;
import dev.cortado.contracts.v1.EstimatedPolicy;
import dev.cortado.contracts.v1.EstimatedWorth;
import dev.cortado.contracts.v1.LeftOutView;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.trial.PolicyJudgement;
import dev.cortado.gateway.trial.PolicyQuestion;

/// Policies on trial, from and to protobuf.
final class TrialMessages {

    private TrialMessages() {}

    static EstimatePolicyRequest request(Tenant tenant, PolicyQuestion question) {
        EstimatePolicyRequest.Builder request = EstimatePolicyRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .setPolicy(RouteMessages.policy(question.policy()))
                .setSince(ReportMessages.timestamp(question.since()));
        NanoUsd usdPerUtility = question.usdPerUtility();
        if (usdPerUtility != null) {
            request.setExchangeNanoUsdPerUtility(usdPerUtility.nanos());
        }
        Double utilityMin = question.utilityMin();
        if (utilityMin != null) {
            request.setUtilityMin(utilityMin);
        }
        return request.build();
    }

    static PolicyJudgement judgement(EstimatePolicyReply reply) {
        PolicyJudgement.LeftOut leftOut = leftOut(reply.getLeftOut());
        if (reply.hasEstimated()) {
            EstimatedPolicy made = reply.getEstimated();
            return new PolicyJudgement.Estimated(
                    made.getRatings(),
                    made.getAlike(),
                    leftOut,
                    worth(made.getInForce()),
                    worth(made.getOther()),
                    interval(made.getUtilityGain()),
                    interval(made.getCostIncreaseUsd()));
        }
        EstimateRefused refused = reply.getRefused();
        return switch (refused.getReason()) {
            case TOO_FEW_RATINGS ->
                new PolicyJudgement.TooFewRatings(refused.getRatings(), refused.getNeeded(), leftOut);
            case TOO_FEW_ALIKE ->
                new PolicyJudgement.TooFewAlike(
                        refused.getRatings(), refused.getEffective(), refused.getNeeded(), leftOut);
            case REASON_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("the router refused for a reason that is not known here");
        };
    }

    private static PolicyJudgement.LeftOut leftOut(LeftOutView leftOut) {
        return new PolicyJudgement.LeftOut(leftOut.getCertain(), leftOut.getOutOfReach(), leftOut.getUntold());
    }

    private static PolicyJudgement.Worth worth(EstimatedWorth worth) {
        return new PolicyJudgement.Worth(
                both(worth.getUtility()), both(worth.getCostUsd()), worth.getEffective(), worth.getWeightMax());
    }

    private static PolicyJudgement.Both both(EstimatedBoth both) {
        return new PolicyJudgement.Both(interval(both.getInversePropensity()), interval(both.getDoublyRobust()));
    }

    static PolicyJudgement.Interval interval(EstimatedInterval interval) {
        return new PolicyJudgement.Interval(interval.getValue(), interval.getLow(), interval.getHigh());
    }
}
