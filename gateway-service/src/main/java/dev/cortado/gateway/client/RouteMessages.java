package dev.cortado.gateway.client;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.BudgetView;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.ProfileChecks;
import dev.cortado.contracts.v1.RoutePolicy;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.Capability;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.Policy;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.Wishes;
import dev.cortado.gateway.check.AnswerChecks;
import dev.cortado.gateway.check.ArithmeticCheck;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.RoutedProfile;
import dev.cortado.gateway.route.Routing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Route and Reroute in protobuf, both ways.
final class RouteMessages {

    private RouteMessages() {}

    static RouteRequest request(RouteQuery query) {
        ChatRequest chat = query.request();
        RouteRequest.Builder request = RouteRequest.newBuilder()
                .setTenant(tenant(query.tenant()))
                .setModel(chat.model())
                .setLane(Lane.LANE_REALTIME)
                .setPromptBytes(query.prompt().bytes())
                .setMessageCount(query.prompt().messageCount())
                .setToolCount(query.prompt().toolCount())
                .setPromptSample(query.prompt().sample())
                .setCompletionTokensMax(chat.output().limit().tokens().count())
                .setChoices(chat.output().generated())
                .setSampled(chat.output().samples() > 1)
                .setCompletionTokensSetByClient(chat.output().limit().setByClient())
                .setRequestId(query.requestId())
                .putAllMetadata(chat.metadata());
        Wishes wishes = chat.wishes();
        if (wishes.utilityMin() != null) {
            request.setUtilityMin(wishes.utilityMin());
        }
        if (wishes.costMax() != null) {
            request.setCostMaxNanoUsd(wishes.costMax().nanos());
        }
        if (wishes.latencyMax() != null) {
            request.setLatencyMaxMillis(wishes.latencyMax().toMillis());
        }
        if (query.rerunOf() != null) {
            request.setRerunOf(query.rerunOf().toString());
        }
        request.setProfileId(wishes.profile())
                .setResidency(wishes.residency())
                .setChecked(wishes.check() != null)
                .setCheckDecides(
                        wishes.check() == RequestedCheck.ARITHMETIC && new ArithmeticCheck().decides(chat.said()));
        if (wishes.policy() != null) {
            request.setPolicy(policy(wishes.policy()));
        }
        for (Capability needed : Capability.neededBy(chat)) {
            request.addCapabilities(needed.word());
        }
        return request.build();
    }

    static RoutePolicy policy(Policy policy) {
        return switch (policy) {
            case CHEAPEST_SUFFICIENT -> RoutePolicy.ROUTE_POLICY_CHEAPEST_SUFFICIENT;
            case KNEE -> RoutePolicy.ROUTE_POLICY_KNEE;
            case BEST_WITHIN_COST -> RoutePolicy.ROUTE_POLICY_BEST_WITHIN_COST;
            case FIXED -> RoutePolicy.ROUTE_POLICY_FIXED;
        };
    }

    static TenantPath tenant(Tenant tenant) {
        return TenantPath.newBuilder()
                .setOrganisationId(tenant.organisation().value())
                .setTeamId(tenant.team().value())
                .setProjectId(tenant.project().value())
                .setKeyId(tenant.keyId())
                .setSubject(tenant.subject())
                .build();
    }

    /// @param router name of the router that replied
    static Routing routing(RouteReply reply, String router) {
        return switch (reply.getOutcomeCase()) {
            case ROUTED -> new Routing.Placed(routed(reply.getRouted(), router));
            case REFUSED -> new Routing.NotPlaced(refusal(reply.getRefused()));
            case OUTCOME_NOT_SET ->
                new Routing.NotPlaced(new RouteRefusal.RouterUnreachable("the router gave an answer without outcome"));
        };
    }

    private static Routed routed(dev.cortado.contracts.v1.Routed routed, String router) {
        return new Routed(
                router,
                new ProtobufWord(routed.getToken()),
                ReservationId.parse(routed.getReservationId()),
                routed.getAttempt(),
                routed.getNodeAddress(),
                new VariantId(routed.getVariantId()),
                routed.getTier(),
                routed.getPoolId(),
                lane(routed.getLane()),
                prices(routed.getPrices()),
                routed.getShortened(),
                budget(routed.getBudget()),
                routed.getUtilityEstimate(),
                routed.getUtilityProvisional(),
                instant(routed.getFinishBy()),
                routed.getProfileId().isEmpty()
                        ? null
                        : new RoutedProfile(
                                routed.getProfileId(),
                                routed.getProfileText(),
                                routed.getProfileCovered(),
                                checks(routed)),
                routed.getEscalationHeld());
    }

    private static @Nullable AnswerChecks checks(dev.cortado.contracts.v1.Routed routed) {
        if (!routed.hasProfileChecks()) {
            return null;
        }
        ProfileChecks checks = routed.getProfileChecks();
        return new AnswerChecks(
                checks.getCharactersMin(),
                checks.getCharactersMax(),
                checks.getMustContainList(),
                checks.getMustNotContainList(),
                checks.getRecordFieldsList(),
                checks.getJson());
    }

    static RouteRefusal refusal(RouteRefused refused) {
        String message = refused.getMessage();
        Duration retryAfter = Duration.ofMillis(refused.getRetryAfterMillis());
        Budget budget = budget(refused.getBudget());
        return switch (refused.getReason()) {
            case UNKNOWN_MODEL -> new RouteRefusal.UnknownModel(message, refused.getModelsList());
            case UTILITY_UNREACHABLE ->
                new RouteRefusal.UtilityUnreachable(
                        message, refused.getUtilityReachable(), FrontierMessages.nearest(refused));
            case COST_UNREACHABLE ->
                new RouteRefusal.CostUnreachable(
                        message, NanoUsd.of(refused.getCostFeasibleNanoUsd()), FrontierMessages.nearest(refused));
            case LATENCY_UNREACHABLE ->
                new RouteRefusal.LatencyUnreachable(
                        message,
                        Duration.ofMillis(refused.getLatencyFeasibleMillis()),
                        FrontierMessages.nearest(refused));
            case VARIANT_NOT_ALLOWED -> new RouteRefusal.VariantNotAllowed(message);
            case RESIDENCY_UNREACHABLE -> new RouteRefusal.ResidencyUnreachable(message);
            case BUDGET_EXHAUSTED -> new RouteRefusal.BudgetExhausted(message, budget);
            case RATE_LIMITED ->
                new RouteRefusal.RateLimited(message, unit(refused.getLimitUnit()), budget, retryAfter);
            case NO_NODE -> new RouteRefusal.NoNode(message, retryAfter);
            case ACCOUNTING_UNAVAILABLE -> new RouteRefusal.AccountingUnavailable(message, retryAfter);
            case TENANT_SUSPENDED -> new RouteRefusal.TenantSuspended(message);
            case UNKNOWN_PRICE -> new RouteRefusal.UnknownPrice(message);
            case CONTEXT_TOO_LONG ->
                new RouteRefusal.ContextTooLong(message, refused.getPromptTokensMin(), refused.getContextTokensMax());
            case UNKNOWN_RESERVATION -> new RouteRefusal.UnknownReservation(message);
            case UNSUPPORTED -> new RouteRefusal.Unsupported(message, refused.getMissingCapabilitiesList());
            case UNKNOWN_PROFILE -> new RouteRefusal.UnknownProfile(message);
            case UNKNOWN_TENANT -> new RouteRefusal.UnknownTenant(message);
            case REASON_UNSPECIFIED, UNRECOGNIZED ->
                new RouteRefusal.RouterUnreachable("the router refused for a reason this gateway does not know");
        };
    }

    static Budget budget(BudgetView view) {
        if (!view.getLimited()) {
            return new Budget.Unlimited();
        }
        return new Budget.Limited(
                NanoUsd.of(view.getRemainingNanoUsd()),
                NanoUsd.of(view.getCapNanoUsd()),
                instant(view.getRenewsAt()),
                instant(view.getAsOf()));
    }

    static TokenPriceList prices(TokenPrices prices) {
        return new TokenPriceList(
                new PriceVersion(prices.getPriceVersion()),
                new PicoUsdPerToken(prices.getPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCachedPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCacheWritePicoUsd()),
                new PicoUsdPerToken(prices.getCompletionPicoUsd()));
    }

    static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    static String lane(Lane lane) {
        return switch (lane) {
            case LANE_REALTIME, LANE_UNSPECIFIED, UNRECOGNIZED -> "realtime";
            case LANE_BATCH -> "batch";
        };
    }

    private static String unit(LimitUnit unit) {
        return switch (unit) {
            case LIMIT_UNIT_REQUESTS -> "requests";
            case LIMIT_UNIT_TOKENS -> "tokens";
            case LIMIT_UNIT_NANO_USD, LIMIT_UNIT_UNSPECIFIED, UNRECOGNIZED -> "use";
        };
    }
}
