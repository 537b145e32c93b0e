package dev.cortado.gateway.client;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.GetDecisionRequest;
import dev.cortado.contracts.v1.ListModelsRequest;
import dev.cortado.contracts.v1.RerouteRequest;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.Unheard;
import dev.cortado.contracts.v1.Unused;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Catalogue;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.Router;
import dev.cortado.gateway.route.Routing;
import dev.cortado.gateway.settle.Settlement;
import dev.cortado.gateway.settle.Settler;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// RouterService: route, reroute, settle, look up.
@ApplicationScoped
public class RouterClient implements Router, Settler, Catalogue {

    private static final Logger LOG = Logger.getLogger(RouterClient.class);

    private final UnaryCalls calls;
    private final CallConfiguration configuration;
    private final SocketAddress address;

    RouterClient(
            UnaryCalls calls,
            CallConfiguration configuration,
            @ConfigProperty(name = "cortado.router.address", defaultValue = "127.0.0.1:27402") String address) {
        this.calls = calls;
        this.configuration = configuration;
        this.address = UnaryCalls.address(address);
    }

    @Override
    public CompletionStage<Routing> route(RouteQuery query) {
        return routing(calls.call(address, Methods.ROUTE, RouteMessages.request(query), configuration.routeTimeout()));
    }

    @Override
    public CompletionStage<Routing> reroute(RouteQuery query, Routed failed, @Nullable LastWord word) {
        RerouteRequest.Builder request = RerouteRequest.newBuilder()
                .setReservationId(failed.reservation().toString())
                .setFailedAttempt(failed.attempt())
                .setRequest(RouteMessages.request(query));
        switch (word) {
            case null -> {}
            case LastWord.Receipt(var receipt) -> request.setReceipt(ProtobufWord.of(receipt));
            case LastWord.Refusal(var refusal) -> request.setRefusal(ProtobufWord.of(refusal));
        }
        return routing(calls.call(address, Methods.REROUTE, request.build(), configuration.routeTimeout()));
    }

    private static CompletionStage<Routing> routing(Future<RouteReply> reply) {
        return reply.map(RouteMessages::routing)
                .otherwise(failure -> {
                    LOG.warnf("the router did not answer: %s", failure.toString());
                    return new Routing.NotPlaced(new RouteRefusal.RouterUnreachable(""));
                })
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Budget> settle(Routed attempt, Settlement settlement) {
        SettleRequest.Builder request = SettleRequest.newBuilder()
                .setReservationId(attempt.reservation().toString())
                .setAttempt(attempt.attempt());
        switch (settlement) {
            case Settlement.Receipt(var receipt) -> request.setReceipt(ProtobufWord.of(receipt));
            case Settlement.Refusal(var refusal) -> request.setRefusal(ProtobufWord.of(refusal));
            case Settlement.Unheard _ -> request.setUnheard(Unheard.getDefaultInstance());
            case Settlement.Unused _ -> request.setUnused(Unused.getDefaultInstance());
        }
        return calls.call(address, Methods.SETTLE, request.build(), configuration.settleTimeout())
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

    @Override
    public CompletionStage<Models> models(Tenant tenant) {
        ListModelsRequest request = ListModelsRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .build();
        return calls.call(address, Methods.LIST_MODELS, request, configuration.lookUpTimeout())
                .<Models>map(reply -> new Models.Listed(reply.getModelsList().stream()
                        .map(CatalogueMessages::model)
                        .toList()))
                .otherwise(failure -> {
                    LOG.warnf("the router did not list its models: %s", failure.toString());
                    return new Models.Unreachable();
                })
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Explanation> decision(Tenant tenant, ReservationId reservation) {
        GetDecisionRequest request = GetDecisionRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .setReservationId(reservation.toString())
                .build();
        return calls.call(address, Methods.GET_DECISION, request, configuration.lookUpTimeout())
                .<Explanation>map(reply -> reply.getKnown()
                        ? new Explanation.Found(CatalogueMessages.decision(reply))
                        : new Explanation.NotFound())
                .otherwise(failure -> {
                    LOG.warnf("the router did not look a decision up: %s", failure.toString());
                    return new Explanation.Unreachable();
                })
                .toCompletionStage();
    }
}
