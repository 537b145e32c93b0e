package dev.cortado.gateway.client;

import com.google.protobuf.MessageLite;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.HedgeRequest;
import dev.cortado.contracts.v1.RerouteRequest;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.Unheard;
import dev.cortado.contracts.v1.Unused;
import dev.cortado.gateway.client.Routers.Peer;
import dev.cortado.gateway.client.UnaryCalls.Patience;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.configuration.RoutersConfiguration;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.RoutedProfile;
import dev.cortado.gateway.route.Router;
import dev.cortado.gateway.route.Routing;
import dev.cortado.gateway.settle.Settlement;
import dev.cortado.gateway.settle.Settler;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.common.ServiceMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// RouterService: route, reroute, hedge, settle.
///
/// A fresh Route goes to the router that the organisation prefers, and to the next where that one is away,
/// silent or cut off from accounting. One that is slow but answers others is waited for: to ask the next as well
/// would double the work of routers that have too much of it. Nothing is lost with a failover: an answer that
/// comes too late is given back ([#giveBack]), and a router gives back itself what it held for a caller that hung
/// up. All that follows goes to the router that made the reservation, which alone knows the hold.
@ApplicationScoped
public class RouterClient implements Router, Settler {

    private static final long NANOS_A_MILLI = 1_000_000;
    private static final Logger LOG = Logger.getLogger(RouterClient.class);

    private final UnaryCalls calls;
    private final CallConfiguration configuration;
    private final Routers routers;
    private final Duration failoverAfter;

    RouterClient(
            UnaryCalls calls,
            CallConfiguration configuration,
            Routers routers,
            RoutersConfiguration routersConfiguration) {
        this.calls = calls;
        this.configuration = configuration;
        this.routers = routers;
        this.failoverAfter = routersConfiguration.failoverAfter();
    }

    @Override
    public CompletionStage<Routing> route(RouteQuery query) {
        return new FreshRoute(
                        RouteMessages.request(query), routers.of(query.tenant().organisation()))
                .ask(0)
                .toCompletionStage();
    }

    /// One Route, at one router after the other.
    private final class FreshRoute {

        private final RouteRequest request;
        private final List<Peer> order;
        private final long deadline =
                System.nanoTime() + configuration.routeTimeout().toNanos();

        FreshRoute(RouteRequest request, List<Peer> order) {
            this.request = request;
            this.order = order;
        }

        Future<Routing> ask(int place) {
            Peer router = order.get(place);
            boolean last = place == order.size() - 1;
            Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
            long asked = System.nanoTime();
            Patience patience = last || left.compareTo(failoverAfter) < 0
                    ? Patience.of(left)
                    : new Patience(failoverAfter, left, () -> routers.answeredSince(router, asked));
            return calls.call(
                            router.address(),
                            Methods.ROUTE,
                            request,
                            patience,
                            configuration.lateAnswers(),
                            reply -> giveBack(reply, router.name()))
                    .map(reply -> RouteMessages.routing(reply, router.name()))
                    .otherwise(failure -> unreachable(router, failure))
                    .compose(routing -> {
                        if (!isCutOff(routing)) {
                            routers.answered(router);
                        } else {
                            routers.lost(router);
                            if (!last && deadline - System.nanoTime() > 0) {
                                return ask(place + 1);
                            }
                        }
                        return Future.succeededFuture(routing);
                    });
        }
    }

    /// Frees at once what a router held with an answer for which nobody waits any more: it would else stay held until
    /// its token is void, and a few such holds fill a small cap.
    private void giveBack(RouteReply reply, String router) {
        if (reply.hasRouted() && RouteMessages.routing(reply, router) instanceof Routing.Placed(Routed routed)) {
            LOG.infof(
                    "%s/%d of router %s came too late and is given back",
                    routed.reservation(), routed.attempt(), router);
            var _ = settle(routed, new Settlement.Unused(false));
        }
    }

    /// Whether another router may do what this one cannot: it is away, or has lost accounting.
    private static boolean isCutOff(Routing routing) {
        return routing instanceof Routing.NotPlaced(RouteRefusal why)
                && (why instanceof RouteRefusal.RouterUnreachable || why instanceof RouteRefusal.AccountingUnavailable);
    }

    private static Routing unreachable(Peer router, Throwable failure) {
        LOG.warnf("router %s did not answer: %s", router.name(), failure.toString());
        return new Routing.NotPlaced(new RouteRefusal.RouterUnreachable(""));
    }

    @Override
    public CompletionStage<Routing> reroute(RouteQuery query, Routed failed, @Nullable LastWord word, NanoUsd charged) {
        RerouteRequest.Builder request = RerouteRequest.newBuilder()
                .setReservationId(failed.reservation().toString())
                .setFailedAttempt(failed.attempt())
                .setRequest(again(query, failed, charged))
                .setEscalate(word instanceof LastWord.FailedCheck);
        switch (word) {
            case null -> {}
            case LastWord.Receipt(var receipt, var _) -> request.setReceipt(ProtobufWord.of(receipt));
            case LastWord.FailedCheck(var receipt, var _) -> request.setReceipt(ProtobufWord.of(receipt));
            case LastWord.Refusal(var refusal) -> request.setRefusal(ProtobufWord.of(refusal));
        }
        return further(failed, Methods.REROUTE, request.build());
    }

    @Override
    public CompletionStage<Routing> hedge(RouteQuery query, Routed running) {
        return further(
                running,
                Methods.HEDGE,
                HedgeRequest.newBuilder()
                        .setReservationId(running.reservation().toString())
                        .setRunningAttempt(running.attempt())
                        .setRequest(again(query, running, NanoUsd.ZERO))
                        .build());
    }

    /// Asks the router of an attempt for another one.
    private <Q extends MessageLite> CompletionStage<Routing> further(
            Routed attempt, ServiceMethod<RouteReply, Q> method, Q request) {
        return calls.call(
                        maker(attempt),
                        method,
                        request,
                        Patience.of(configuration.routeTimeout()),
                        configuration.lateAnswers(),
                        reply -> giveBack(reply, attempt.router()))
                .map(reply -> RouteMessages.routing(reply, attempt.router()))
                .otherwise(failure -> {
                    LOG.warnf("router %s placed no further attempt: %s", attempt.router(), failure.toString());
                    return new Routing.NotPlaced(new RouteRefusal.RouterUnreachable(""));
                })
                .toCompletionStage();
    }

    /// The same request, with the version of its prompt profile that the first attempt had.
    ///
    /// It may take so much less time as went by since it came.
    ///
    /// @param charged for the request so far: it may cost so much less
    private static RouteRequest again(RouteQuery query, Routed failed, NanoUsd charged) {
        RouteRequest.Builder request = RouteMessages.request(query).toBuilder();
        RoutedProfile profile = failed.profile();
        if (profile != null) {
            request.setProfileId(profile.id());
        }
        if (request.hasCostMaxNanoUsd()) {
            request.setCostMaxNanoUsd(Math.max(0, request.getCostMaxNanoUsd() - charged.nanos()));
        }
        if (request.hasLatencyMaxMillis()) {
            long gone = (System.nanoTime() - query.arrivedNanos()) / NANOS_A_MILLI;
            request.setLatencyMaxMillis(Math.max(1, request.getLatencyMaxMillis() - gone));
        }
        return request.build();
    }

    @Override
    public CompletionStage<Budget> settle(Routed attempt, Settlement settlement) {
        SettleRequest.Builder request = SettleRequest.newBuilder()
                .setReservationId(attempt.reservation().toString())
                .setAttempt(attempt.attempt());
        switch (settlement) {
            case Settlement.Receipt(var receipt, var _) -> request.setReceipt(ProtobufWord.of(receipt));
            case Settlement.Refusal(var refusal) -> request.setRefusal(ProtobufWord.of(refusal));
            case Settlement.Unheard(boolean nodeFailed) ->
                request.setUnheard(Unheard.newBuilder().setNodeFailed(nodeFailed));
            case Settlement.Unused(boolean nodeFailed) ->
                request.setUnused(Unused.newBuilder().setNodeFailed(nodeFailed));
        }
        return calls.call(maker(attempt), Methods.SETTLE, request.build(), configuration.settleTimeout())
                .map(reply -> {
                    if (!reply.getAccepted()) {
                        LOG.errorf(
                                "the router did not accept the end of %s/%d: %s",
                                attempt.reservation(), attempt.attempt(), reply.getMessage());
                    }
                    return reply.hasBudget() ? RouteMessages.budget(reply.getBudget()) : attempt.budget();
                })
                .otherwise(failure -> {
                    LOG.warnf(
                            "%s/%d is left to its usage event: %s",
                            attempt.reservation(), attempt.attempt(), failure.toString());
                    return attempt.budget();
                })
                .toCompletionStage();
    }

    private SocketAddress maker(Routed attempt) {
        return routers.address(attempt.router());
    }
}
