package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.BudgetView;
import dev.cortado.contracts.v1.ExplainReply;
import dev.cortado.contracts.v1.NearestView;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteRefused.Reason;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.SettleReply;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Nearest;
import dev.cortado.router.decide.Option;
import dev.cortado.router.route.ExplainOutcome;
import dev.cortado.router.route.Placement;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.SettleOutcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes replies to routing and settling.
final class Replies {

    private final Tokens tokens;

    Replies(Tokens tokens) {
        this.tokens = tokens;
    }

    RouteReply ofOutcome(RouteOutcome outcome, boolean askedAccounting) {
        RouteReply.Builder reply = RouteReply.newBuilder().setAskedAccounting(askedAccounting);
        return switch (outcome) {
            case RouteOutcome.Routed(Placement placement, boolean escalationHeld) ->
                reply.setRouted(routed(placement).setEscalationHeld(escalationHeld))
                        .build();
            case RouteOutcome.NothingSuitable nothing ->
                reply.setRefused(ofChoice(nothing.choice())
                                .setRetryAfterMillis(nothing.retryAfter().toMillis()))
                        .build();
            case RouteOutcome.BudgetExhausted(var budget) ->
                reply.setRefused(refused(Reason.BUDGET_EXHAUSTED, "the budget is spent")
                                .setLimitUnit(dev.cortado.contracts.v1.LimitUnit.LIMIT_UNIT_NANO_USD)
                                .setBudget(ofBudget(budget)))
                        .build();
            case RouteOutcome.RateLimited limited ->
                reply.setRefused(refused(Reason.RATE_LIMITED, "a limit has no room in its window")
                                .setLimitUnit(Wire.ofUnit(limited.unit()))
                                .setRetryAfterMillis(limited.retryAfter().toMillis())
                                .setBudget(ofBudget(limited.budget())))
                        .build();
            case RouteOutcome.AccountingUnavailable unavailable ->
                reply.setRefused(refused(Reason.ACCOUNTING_UNAVAILABLE, unavailable.message())
                                .setRetryAfterMillis(unavailable.retryAfter().toMillis()))
                        .build();
            case RouteOutcome.TenantSuspended(String node) ->
                reply.setRefused(refused(Reason.TENANT_SUSPENDED, node + " is suspended"))
                        .build();
            case RouteOutcome.UnknownTenant _ ->
                reply.setRefused(refused(Reason.UNKNOWN_TENANT, "no such organisation, team, project or key"))
                        .build();
            case RouteOutcome.UnknownProfile(String message) ->
                reply.setRefused(refused(Reason.UNKNOWN_PROFILE, message)).build();
            case RouteOutcome.UnknownReservation(String message) ->
                reply.setRefused(refused(Reason.UNKNOWN_RESERVATION, message)).build();
        };
    }

    ExplainReply ofOutcome(ExplainOutcome outcome) {
        return switch (outcome) {
            case ExplainOutcome.Explained(var chosen, var budget) ->
                ExplainReply.newBuilder()
                        .setExplained(FrontierViews.of(chosen).setBudget(ofBudget(budget)))
                        .build();
            case ExplainOutcome.Refused(var why) ->
                ExplainReply.newBuilder()
                        .setRefused(ofOutcome(why, false).getRefused())
                        .build();
        };
    }

    static SettleReply ofOutcome(SettleOutcome outcome) {
        return switch (outcome) {
            case SettleOutcome.Accepted(var budget) ->
                SettleReply.newBuilder()
                        .setAccepted(true)
                        .setBudget(ofBudget(budget))
                        .build();
            case SettleOutcome.AcceptedElsewhere _ ->
                SettleReply.newBuilder()
                        .setAccepted(true)
                        .setMessage("not an attempt of this router's; the log settles it")
                        .build();
            case SettleOutcome.Rejected(String message) -> rejected(message);
        };
    }

    static SettleReply rejected(String message) {
        return SettleReply.newBuilder().setAccepted(false).setMessage(message).build();
    }

    private Routed.Builder routed(Placement placement) {
        Option option = placement.option();
        Routed.Builder routed = Routed.newBuilder()
                .setToken(tokens.sign(placement))
                .setReservationId(placement.key().reservation().toString())
                .setAttempt(placement.key().attempt())
                .setNodeId(option.node().id().value())
                .setNodeAddress(option.node().address())
                .setVariantId(option.variant().id().value())
                .setTier(option.variant().tier())
                .setPoolId(option.node().pool().value())
                .setLane(dev.cortado.contracts.v1.Lane.LANE_REALTIME)
                .setPrices(Wire.ofPrices(option.prices()))
                .setHoldNanoUsd(placement.money().nanos())
                .setCompletionTokensMax(placement.completionSurely().count())
                .setShortened(placement.shortened())
                .setBudget(ofBudget(placement.budget()))
                .setUtilityEstimate(option.utility().mean())
                .setUtilityProvisional(option.utility().isProvisional())
                .setFinishBy(Wire.ofInstant(placement.times().finishBy()));
        placement
                .profile()
                .ifPresent(placed -> routed.setProfileText(placed.profile().text())
                        .setProfileId(placed.profile().id())
                        .setProfileCovered(placed.covered()));
        placement
                .profile()
                .flatMap(placed -> placed.profile().checks())
                .map(ChecksMessages::of)
                .ifPresent(routed::setProfileChecks);
        return routed;
    }

    private static RouteRefused.Builder ofChoice(Choice choice) {
        return switch (choice) {
            case Choice.Chosen _ -> throw new IllegalStateException("a choice was made and yet refused");
            case Choice.UnknownModel(var models) ->
                refused(Reason.UNKNOWN_MODEL, "no such model; there are " + String.join(", ", models))
                        .addAllModels(models);
            case Choice.UtilityUnreachable(double reachable, String message, var nearest) ->
                withNearest(refused(Reason.UTILITY_UNREACHABLE, message).setUtilityReachable(reachable), nearest);
            case Choice.CostUnreachable(var feasible, double reachable, var nearest) ->
                withNearest(
                        refused(Reason.COST_UNREACHABLE, "the cheapest that meets the wishes may cost " + feasible)
                                .setCostFeasibleNanoUsd(feasible.nanos())
                                .setUtilityReachable(reachable),
                        nearest);
            case Choice.LatencyUnreachable(var feasible, var nearest) ->
                withNearest(
                        refused(
                                        Reason.LATENCY_UNREACHABLE,
                                        "nothing that meets the other wishes answers within the latency limit now")
                                .setLatencyFeasibleMillis(millis(feasible)),
                        nearest);
            case Choice.Barred(var by, String message) ->
                refused(
                        switch (by) {
                            case VARIANT -> Reason.VARIANT_NOT_ALLOWED;
                            case RESIDENCY -> Reason.RESIDENCY_UNREACHABLE;
                        },
                        message);
            case Choice.ContextTooLong(var promptAtLeast, var contextMax) ->
                refused(
                                Reason.CONTEXT_TOO_LONG,
                                "the prompt has at least " + promptAtLeast.count()
                                        + " tokens, and the longest context that could be had is of "
                                        + contextMax.count() + ", for prompt and answer together")
                        .setPromptTokensMin(promptAtLeast.count())
                        .setContextTokensMax(contextMax.count());
            case Choice.NoNode(String message) -> refused(Reason.NO_NODE, message);
            case Choice.UnknownPrice(String message) -> refused(Reason.UNKNOWN_PRICE, message);
            case Choice.Unsupported(String message, var missing) ->
                refused(Reason.UNSUPPORTED, message).addAllMissingCapabilities(missing);
        };
    }

    private static RouteRefused.Builder withNearest(RouteRefused.Builder refused, @Nullable Nearest nearest) {
        if (nearest == null) {
            return refused;
        }
        NearestView.Builder view = NearestView.newBuilder()
                .setVariantId(nearest.variant().value())
                .setPoolId(nearest.pool().value())
                .setUtility(nearest.utility())
                .setCostNanoUsd(nearest.cost().nanos())
                .setLatencyMillis(millis(nearest.latency()));
        Double utility = nearest.sendUtilityMin();
        NanoUsd cost = nearest.sendCostMax();
        Duration latency = nearest.sendLatencyMax();
        if (utility != null) {
            view.setSendUtilityMin(utility);
        }
        if (cost != null) {
            view.setSendCostMaxNanoUsd(cost.nanos());
        }
        if (latency != null) {
            view.setSendLatencyMaxMillis(latency.toMillis());
        }
        return refused.setNearest(view);
    }

    /// Rounded up: what is sent back must suffice.
    private static long millis(Duration duration) {
        return Math.ceilDiv(duration.toNanos(), 1_000_000L);
    }

    private static RouteRefused.Builder refused(Reason reason, String message) {
        return RouteRefused.newBuilder().setReason(reason).setMessage(message);
    }

    private static BudgetView ofBudget(dev.cortado.router.hold.BudgetView budget) {
        return switch (budget) {
            case dev.cortado.router.hold.BudgetView.Unlimited _ -> BudgetView.getDefaultInstance();
            case dev.cortado.router.hold.BudgetView.Limited limited -> {
                BudgetView.Builder view = BudgetView.newBuilder()
                        .setLimited(true)
                        .setRemainingNanoUsd(limited.remaining().nanos())
                        .setCapNanoUsd(limited.cap().nanos())
                        .setAsOf(Wire.ofInstant(limited.asOf()));
                if (limited.renewsAt().isBefore(Instant.MAX)) {
                    view.setRenewsAt(Wire.ofInstant(limited.renewsAt()));
                }
                yield view.build();
            }
        };
    }
}
