package dev.cortado.gateway.client;

import dev.cortado.contracts.v1.CompareTrialReply;
import dev.cortado.contracts.v1.CompareTrialRequest;
import dev.cortado.contracts.v1.TrialCompared;
import dev.cortado.contracts.v1.TrialMeans;
import dev.cortado.contracts.v1.TrialSide;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.trial.TrialComparison;
import java.time.Instant;

/// Comparisons of a trial's arms, from and to protobuf.
final class ComparisonMessages {

    private ComparisonMessages() {}

    static CompareTrialRequest request(Tenant tenant, String name, Instant since) {
        return CompareTrialRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .setName(name)
                .setSince(ReportMessages.timestamp(since))
                .build();
    }

    static TrialComparison comparison(CompareTrialReply reply) {
        return switch (reply.getOutcomeCase()) {
            case COMPARED -> compared(reply.getCompared());
            case UNKNOWN ->
                new TrialComparison.Unknown(
                        reply.getUnknown().getName(), reply.getUnknown().getIsSet());
            case OUTCOME_NOT_SET -> throw new IllegalArgumentException("the router gave an answer without outcome");
        };
    }

    private static TrialComparison compared(TrialCompared compared) {
        return new TrialComparison.Compared(
                compared.getName(),
                compared.getIsSet(),
                compared.getIsShadow(),
                compared.getTruncated(),
                compared.getAlike(),
                side(compared.getUsual()),
                side(compared.getOther()),
                means(compared.getMore()));
    }

    private static TrialComparison.Side side(TrialSide side) {
        return new TrialComparison.Side(side.getRequests(), side.getUnits(), side.getRatings(), means(side.getMeans()));
    }

    private static TrialComparison.Means means(TrialMeans means) {
        return new TrialComparison.Means(
                means.hasUtility() ? TrialMessages.interval(means.getUtility()) : null,
                means.hasLikelyCostUsd() ? TrialMessages.interval(means.getLikelyCostUsd()) : null,
                means.hasChargedUsd() ? TrialMessages.interval(means.getChargedUsd()) : null,
                means.hasRating() ? TrialMessages.interval(means.getRating()) : null);
    }
}
