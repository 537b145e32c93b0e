package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.v1.AttemptView;
import dev.cortado.contracts.v1.GetDecisionReply;
import dev.cortado.contracts.v1.ListModelsReply;
import dev.cortado.contracts.v1.ModelView;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.explain.Explanation;
import dev.cortado.router.route.Models;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes what can be looked up: models and decisions.
final class Views {

    private Views() {}

    static ListModelsReply ofModels(List<Models.Model> models) {
        ListModelsReply.Builder reply = ListModelsReply.newBuilder();
        models.forEach(model -> reply.addModels(ofModel(model)));
        return reply.build();
    }

    static GetDecisionReply ofDecision(Decision decision) {
        GetDecisionReply.Builder reply = GetDecisionReply.newBuilder()
                .setKnown(true)
                .setReservationId(decision.id().toString())
                .setDecidedAt(Wire.ofInstant(decision.decidedAt()))
                .setRequestedModel(decision.model())
                .setPolicy(decision.policy())
                .setRequestId(decision.requestId());
        Double utilityMin = decision.utilityMin();
        if (utilityMin != null) {
            reply.setUtilityMin(utilityMin);
        }
        decision.attempts().forEach(attempt -> reply.addAttempts(ofAttempt(attempt)));
        Grounds grounds = decision.grounds();
        Optional<Explanation> explanation =
                grounds == null ? Optional.empty() : Optional.of(Explanation.of(grounds, decision.considered()));
        for (Considered candidate : decision.considered()) {
            reply.addCandidates(
                    FrontierViews.ofCandidate(candidate, explanation).setChosen(isAttempted(candidate, decision)));
        }
        if (grounds != null) {
            explanation.ifPresent(known -> reply.setFrontier(FrontierViews.ofFrontier(grounds, known)));
        }
        decision.cost().ifPresent(cost -> reply.setCostNanoUsd(cost.nanos()));
        return reply.build();
    }

    private static ModelView ofModel(Models.Model model) {
        ModelView.Builder view = ModelView.newBuilder()
                .setId(model.id())
                .setKind(model.kind().name().toLowerCase(Locale.ROOT))
                .addAllPoolIds(model.pools().stream().map(PoolId::value).toList())
                .setAvailable(model.available())
                .setContextTokensMax(model.context().count())
                .setUtility(model.utility())
                .setUtilityProvisional(model.utilityProvisional())
                .setCreatedEpochSeconds(model.since().getEpochSecond());
        var variant = model.variant();
        if (variant != null) {
            view.setTier(variant.tier()).setVariantId(variant.id().value()).setLicence(variant.licence());
        }
        var prices = model.prices();
        if (prices != null) {
            view.setPrices(Wire.ofPrices(prices));
        }
        return view.build();
    }

    private static AttemptView ofAttempt(Attempt attempt) {
        AttemptView.Builder view = AttemptView.newBuilder()
                .setAttempt(attempt.key().attempt())
                .setVariantId(attempt.variant().value())
                .setPoolId(attempt.pool().value())
                .setNodeId(attempt.node().value())
                .setLane(Wire.ofLane(attempt.lane()))
                .setHoldNanoUsd(attempt.hold().nanos())
                .setPrices(Wire.ofPrices(attempt.prices()));
        switch (attempt.fate()) {
            case Fate.Open _ -> view.setState("open");
            case Fate.Settled settled ->
                view.setState("settled")
                        .setUsage(Words.ofUse(settled.usage()))
                        .setFinishReason(Words.ofFinish(settled.finish()));
            case Fate.Refused refused -> view.setState("refused").setRefusalReason(Words.ofReason(refused.reason()));
            case Fate.Released _ -> view.setState("released");
            case Fate.Abandoned _ -> view.setState("abandoned");
        }
        Hedge hedge = attempt.hedge();
        if (hedge != null) {
            view.setHedgeOf(hedge.of());
        }
        attempt.fate().charged().ifPresent(cost -> view.setCostNanoUsd(cost.nanos()));
        return view.build();
    }

    private static boolean isAttempted(Considered candidate, Decision decision) {
        return decision.attempts().stream()
                .anyMatch(attempt -> attempt.variant().equals(candidate.variant())
                        && attempt.pool().equals(candidate.pool()));
    }
}
