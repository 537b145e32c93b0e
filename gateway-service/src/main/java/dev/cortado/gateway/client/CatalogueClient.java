package dev.cortado.gateway.client;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.CompareTrialRequest;
import dev.cortado.contracts.v1.EstimatePolicyRequest;
import dev.cortado.contracts.v1.GetDecisionRequest;
import dev.cortado.contracts.v1.GetUtilityReportRequest;
import dev.cortado.contracts.v1.ListModelsRequest;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.client.Routers.Peer;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.report.ReportSpan;
import dev.cortado.gateway.route.Catalogue;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.trial.PolicyQuestion;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/// RouterService: models, decisions and explanations, which any router can tell. A decision that is not stored yet is
/// known to the router that made it, so that all of them are asked before one is said not to exist.
@ApplicationScoped
public class CatalogueClient implements Catalogue {

    private static final Logger LOG = Logger.getLogger(CatalogueClient.class);

    private final UnaryCalls calls;
    private final CallConfiguration configuration;
    private final Routers routers;

    CatalogueClient(UnaryCalls calls, CallConfiguration configuration, Routers routers) {
        this.calls = calls;
        this.configuration = configuration;
        this.routers = routers;
    }

    @Override
    public CompletionStage<Models> models(Tenant tenant) {
        ListModelsRequest request = ListModelsRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .build();
        return ask(
                        routers.of(tenant.organisation()),
                        router -> calls.call(
                                        router.address(), Methods.LIST_MODELS, request, configuration.lookUpTimeout())
                                .<Models>map(reply -> new Models.Listed(reply.getModelsList().stream()
                                        .map(CatalogueMessages::model)
                                        .toList())),
                        Models.Listed.class::isInstance,
                        new Models.Unreachable())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Explanation> decision(Tenant tenant, ReservationId reservation) {
        GetDecisionRequest request = GetDecisionRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .setReservationId(reservation.toString())
                .build();
        return ask(
                        routers.of(tenant.organisation()),
                        router -> calls.call(
                                        router.address(), Methods.GET_DECISION, request, configuration.lookUpTimeout())
                                .<Explanation>map(reply -> reply.getKnown()
                                        ? new Explanation.Found(CatalogueMessages.decision(reply))
                                        : new Explanation.NotFound()),
                        Explanation.Found.class::isInstance,
                        new Explanation.Unreachable())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Reported> report(Tenant tenant, ReportSpan span) {
        GetUtilityReportRequest request = ReportMessages.request(tenant, span);
        return ask(
                        routers.of(tenant.organisation()),
                        router -> calls.call(
                                        router.address(),
                                        Methods.GET_UTILITY_REPORT,
                                        request,
                                        configuration.lookUpTimeout())
                                .<Reported>map(reply -> new Reported.Made(ReportMessages.report(reply, span))),
                        Reported.Made.class::isInstance,
                        new Reported.Unreachable())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Judged> judge(Tenant tenant, PolicyQuestion question) {
        EstimatePolicyRequest request = TrialMessages.request(tenant, question);
        return ask(
                        routers.of(tenant.organisation()),
                        router -> calls.call(
                                        router.address(),
                                        Methods.ESTIMATE_POLICY,
                                        request,
                                        configuration.lookUpTimeout())
                                .<Judged>map(reply -> new Judged.Told(TrialMessages.judgement(reply))),
                        Judged.Told.class::isInstance,
                        new Judged.Unreachable())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Tried> compare(Tenant tenant, String name, Instant since) {
        CompareTrialRequest request = ComparisonMessages.request(tenant, name, since);
        return ask(
                        routers.of(tenant.organisation()),
                        router -> calls.call(
                                        router.address(), Methods.COMPARE_TRIAL, request, configuration.lookUpTimeout())
                                .<Tried>map(reply -> new Tried.Told(ComparisonMessages.comparison(reply))),
                        Tried.Told.class::isInstance,
                        new Tried.Unreachable())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Preview> explain(RouteQuery query) {
        RouteRequest request = RouteMessages.request(query);
        return ask(
                        routers.of(query.tenant().organisation()),
                        router -> calls.call(router.address(), Methods.EXPLAIN, request, configuration.lookUpTimeout())
                                .map(FrontierMessages::preview),
                        preview -> !isCutOff(preview),
                        new Preview.NotShown(new RouteRefusal.RouterUnreachable("")))
                .toCompletionStage();
    }

    /// Whether another router may tell more: this one is away, or has lost accounting.
    private static boolean isCutOff(Preview preview) {
        return preview instanceof Preview.NotShown(RouteRefusal why)
                && (why instanceof RouteRefusal.RouterUnreachable || why instanceof RouteRefusal.AccountingUnavailable);
    }

    /// Asks one router after the other until an answer is good enough.
    ///
    /// @param otherwise where none is: the answer of those before
    private <T> Future<T> ask(
            List<Peer> order, Function<Peer, Future<T>> question, Predicate<T> goodEnough, T otherwise) {
        if (order.isEmpty()) {
            return Future.succeededFuture(otherwise);
        }
        Peer router = order.getFirst();
        return question.apply(router)
                .onSuccess(answer -> {
                    if (!(answer instanceof Preview preview && isCutOff(preview))) {
                        routers.answered(router);
                    }
                })
                .otherwise(failure -> {
                    LOG.warnf("router %s did not look up: %s", router.name(), failure.toString());
                    routers.lookUpFailed(router, failure);
                    return otherwise;
                })
                .compose(answer -> goodEnough.test(answer)
                        ? Future.succeededFuture(answer)
                        : ask(order.subList(1, order.size()), question, goodEnough, answer));
    }
}
