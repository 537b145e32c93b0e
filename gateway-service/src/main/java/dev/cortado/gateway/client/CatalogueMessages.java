package dev.cortado.gateway.client;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.AttemptView;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.GetDecisionReply;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.ModelView;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.gateway.route.Decision;
import dev.cortado.gateway.route.Model;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Models and decisions, read from protobuf.
final class CatalogueMessages {

    private CatalogueMessages() {}

    static Model model(ModelView view) {
        return new Model(
                view.getId(),
                view.getKind(),
                view.getTier(),
                view.getVariantId(),
                view.getPoolIdsList(),
                view.getAvailable(),
                view.getContextTokensMax(),
                view.getUtility(),
                view.getUtilityProvisional(),
                view.hasPrices() ? RouteMessages.prices(view.getPrices()) : null,
                view.getLicence(),
                Instant.ofEpochSecond(view.getCreatedEpochSeconds()));
    }

    static Decision decision(GetDecisionReply reply) {
        return new Decision(
                ReservationId.parse(reply.getReservationId()),
                RouteMessages.instant(reply.getDecidedAt()),
                reply.getRequestedModel(),
                reply.hasUtilityMin() ? reply.getUtilityMin() : null,
                reply.getPolicy(),
                reply.getRequestId(),
                reply.hasCostNanoUsd() ? NanoUsd.of(reply.getCostNanoUsd()) : null,
                reply.getAttemptsList().stream().map(CatalogueMessages::attempt).toList(),
                reply.getCandidatesList().stream()
                        .map(FrontierMessages::candidate)
                        .toList(),
                reply.hasFrontier() ? FrontierMessages.frontier(reply.getFrontier()) : null);
    }

    private static Decision.Attempt attempt(AttemptView view) {
        return new Decision.Attempt(
                view.getAttempt(),
                view.getVariantId(),
                view.getPoolId(),
                view.getNodeId(),
                RouteMessages.lane(view.getLane()),
                NanoUsd.of(view.getHoldNanoUsd()),
                view.hasPrices() ? RouteMessages.prices(view.getPrices()) : null,
                view.getState(),
                view.hasCostNanoUsd() ? NanoUsd.of(view.getCostNanoUsd()) : null,
                view.hasUsage() ? usage(view.getUsage()) : null,
                view.getFinishReason() == FinishReason.FINISH_REASON_UNSPECIFIED
                        ? ""
                        : word(view.getFinishReason().name(), "FINISH_REASON_"),
                view.getRefusalReason() == RefusalReason.REFUSAL_REASON_UNSPECIFIED
                        ? ""
                        : word(view.getRefusalReason().name(), "REFUSAL_REASON_"),
                view.getHedgeOf() == 0 ? null : Long.valueOf(view.getHedgeOf()));
    }

    private static Decision.AttemptUsage usage(TokenUsage usage) {
        return new Decision.AttemptUsage(
                known(usage.getPrompt()), known(usage.getCachedPrompt()), known(usage.getCompletion()));
    }

    /// Null where nobody counted.
    static @Nullable Long known(MeteredTokens tokens) {
        return tokens.getCountedBy() == CountedBy.COUNTED_BY_ENGINE
                        || tokens.getCountedBy() == CountedBy.COUNTED_BY_PLATFORM
                ? tokens.getCount()
                : null;
    }

    private static String word(String name, String prefix) {
        return name.substring(name.startsWith(prefix) ? prefix.length() : 0).toLowerCase(Locale.ROOT);
    }
}
