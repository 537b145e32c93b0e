package dev.cortado.gateway.client;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.CandidatePlace;
import dev.cortado.contracts.v1.CandidateView;
import dev.cortado.contracts.v1.ExplainReply;
import dev.cortado.contracts.v1.FrontierView;
import dev.cortado.contracts.v1.NearestView;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.TrialPart;
import dev.cortado.gateway.route.Candidate;
import dev.cortado.gateway.route.Candidate.Place;
import dev.cortado.gateway.route.Catalogue.Preview;
import dev.cortado.gateway.route.Explained;
import dev.cortado.gateway.route.Frontier;
import dev.cortado.gateway.route.Nearest;
import dev.cortado.gateway.route.RouteRefusal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Explanations, read from protobuf.
final class FrontierMessages {

    private FrontierMessages() {}

    static Preview preview(ExplainReply reply) {
        return switch (reply.getOutcomeCase()) {
            case EXPLAINED ->
                new Preview.Shown(new Explained(
                        reply.getExplained().getCandidatesList().stream()
                                .map(FrontierMessages::candidate)
                                .toList(),
                        frontier(reply.getExplained().getFrontier()),
                        RouteMessages.budget(reply.getExplained().getBudget())));
            case REFUSED -> new Preview.NotShown(RouteMessages.refusal(reply.getRefused()));
            case OUTCOME_NOT_SET ->
                new Preview.NotShown(new RouteRefusal.RouterUnreachable("the router gave an answer without outcome"));
        };
    }

    static Candidate candidate(CandidateView view) {
        return new Candidate(
                new Place(view.getVariantId(), view.getPoolId()),
                RouteMessages.lane(view.getLane()),
                view.getUtility(),
                view.getUtilityLow(),
                view.getUtilityHigh(),
                view.getUtilityBasis(),
                view.getUtilityCorrection(),
                view.getUtilityProvisional(),
                NanoUsd.of(view.getCostNanoUsd()),
                NanoUsd.of(view.getRankedCostNanoUsd()),
                view.hasLatencyMillis() ? Duration.ofMillis(view.getLatencyMillis()) : null,
                view.getExcludedBecause(),
                view.getChosen(),
                view.getPlace(),
                places(view.getDominatedByList()),
                view.hasUtilityThere() ? view.getUtilityThere() : null);
    }

    static Frontier frontier(FrontierView view) {
        return new Frontier(
                view.getPolicy(),
                view.getUtilityFloor(),
                view.getFloorSource(),
                view.getStopUtilityPerUsd(),
                view.getStopSource(),
                view.getShadowPriceUtilityPerUsd(),
                view.hasExchangeNanoUsdPerUtility() ? NanoUsd.of(view.getExchangeNanoUsdPerUtility()) : null,
                places(view.getHullList()),
                view.hasKnee() ? place(view.getKnee()) : null,
                view.hasChosen() ? place(view.getChosen()) : null,
                places(view.getFallbacksList()),
                view.getExplored(),
                view.getPropensity() == 0 ? 1 : view.getPropensity(),
                view.getCascaded(),
                view.hasTrial() ? part(view.getTrial()) : null,
                view.hasMore()
                        ? new Frontier.Step(
                                place(view.getMore().getTo()),
                                view.getMore().getUtilityGain(),
                                NanoUsd.of(view.getMore().getCostIncreaseNanoUsd()),
                                view.getMore().getUtilityPerUsd())
                        : null);
    }

    private static Frontier.Part part(TrialPart view) {
        return new Frontier.Part(
                view.getName(),
                view.getArm(),
                view.hasWouldTake() ? place(view.getWouldTake()) : null,
                view.getWouldUtility(),
                NanoUsd.of(view.getWouldCostNanoUsd()));
    }

    static @Nullable Nearest nearest(RouteRefused refused) {
        if (!refused.hasNearest()) {
            return null;
        }
        NearestView view = refused.getNearest();
        return new Nearest(
                view.getVariantId(),
                view.getPoolId(),
                view.getUtility(),
                NanoUsd.of(view.getCostNanoUsd()),
                Duration.ofMillis(view.getLatencyMillis()),
                view.hasSendUtilityMin() ? view.getSendUtilityMin() : null,
                view.hasSendCostMaxNanoUsd() ? NanoUsd.of(view.getSendCostMaxNanoUsd()) : null,
                view.hasSendLatencyMaxMillis() ? Duration.ofMillis(view.getSendLatencyMaxMillis()) : null);
    }

    private static List<Place> places(List<CandidatePlace> views) {
        return views.stream().map(FrontierMessages::place).toList();
    }

    private static Place place(CandidatePlace view) {
        return new Place(view.getVariantId(), view.getPoolId());
    }
}
