package dev.cortado.gateway.http;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.complete.ChatCompletion;
import dev.cortado.gateway.complete.Steps;
import dev.cortado.gateway.configuration.AdmissionConfiguration;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/// The public port: one handler for every path, so that nothing else is served there and every refusal has OpenAI's
/// shape. No path is guarded by a pattern; each endpoint authenticates.
@ApplicationScoped
public class PublicRoutes {

    private static final Logger LOG = Logger.getLogger(PublicRoutes.class);
    private static final int CLIENT_WENT_AWAY = 499;

    private static final String REACHED = PublicRoutes.class.getName();

    private final Steps steps;
    private final LookUps lookUps;
    private final Reports reports;
    private final Trials trials;
    private final RoutePreviews previews;
    private final RatingRoute ratings;
    private final ChatEdge edge;
    private final InstantSource clock;
    private final int credentialCharactersMax;
    private final LastRequests lastRequests = new LastRequests();

    PublicRoutes(
            Steps steps,
            LookUps lookUps,
            Reports reports,
            Trials trials,
            RoutePreviews previews,
            RatingRoute ratings,
            ChatEdge edge,
            InstantSource clock,
            AdmissionConfiguration configuration) {
        this.reports = reports;
        this.trials = trials;
        this.ratings = ratings;
        this.steps = steps;
        this.lookUps = lookUps;
        this.previews = previews;
        this.edge = edge;
        this.clock = clock;
        this.credentialCharactersMax = configuration.credentialCharactersMax();
    }

    void register(@Observes Router router) {
        router.route().handler(this::handle).failureHandler(this::fail);
    }

    private void handle(RoutingContext context) {
        context.put(REACHED, true);
        HttpServerRequest request = context.request();
        request.pause();
        if (!lastRequests.mayServe(context)) {
            return;
        }
        String requestId = RequestId.of(request);
        context.response().putHeader(RequestId.HEADER, requestId);
        String path = Objects.requireNonNullElse(request.path(), "");
        Endpoint endpoint = Endpoint.at(path);
        count(context, endpoint);
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            edge.answers().error(request, ApiErrors.twoHosts());
        } else if (endpoint instanceof Endpoint.Nothing) {
            edge.answers().error(request, ApiErrors.notFound(path));
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            context.response()
                    .putHeader(HttpHeaders.ALLOW, endpoint.allow())
                    .setStatusCode(204)
                    .end();
            request.resume();
        } else if (!List.of(endpoint.allow().split(", "))
                .contains(request.method().name())) {
            edge.answers()
                    .error(request, ApiErrors.methodNotAllowed(request.method().name(), path, endpoint.allow()));
        } else {
            serve(context, endpoint, requestId);
        }
    }

    private void serve(RoutingContext context, Endpoint endpoint, String requestId) {
        HttpServerRequest request = context.request();
        Credential credential = Credentials.credential(request.headers(), credentialCharactersMax);
        PayerChoice choice;
        try {
            choice = Credentials.choice(request.headers());
        } catch (InvalidRequest invalid) {
            edge.answers().error(request, invalid.error());
            return;
        }
        switch (endpoint) {
            case Endpoint.ChatCompletions _ ->
                ChatCompletion.begin(
                        steps,
                        new HttpExchange(context, edge, requestId, credential, choice, clock.instant()),
                        bug -> LOG.errorf(bug, "request %s failed", requestId));
            case Endpoint.ExplainRoute _ -> previews.explain(context, requestId, credential, choice);
            case Endpoint.Models _ -> lookUps.models(request, credential, choice);
            case Endpoint.OneModel(String id) -> lookUps.model(request, id, credential, choice);
            case Endpoint.OneDecision(String id) -> lookUps.decision(request, id, credential, choice);
            case Endpoint.Ratings _ -> ratings.rate(context, credential, choice);
            case Endpoint.Report _ -> reports.report(context, credential, choice);
            case Endpoint.EstimatePolicy _ -> trials.estimate(context, credential, choice);
            case Endpoint.Trial _ -> trials.compare(context, credential, choice);
            case Endpoint.Nothing _ -> throw new IllegalStateException("was answered before");
        }
    }

    private void count(RoutingContext context, Endpoint endpoint) {
        HttpServerResponse response = context.response();
        context.addEndHandler(end -> edge.metrics()
                .answered(
                        endpoint.route(),
                        end.succeeded() || response.ended() ? response.getStatusCode() : CLIENT_WENT_AWAY));
    }

    /// What fails before it reaches a handler of ours has a target or a Host that nobody can read.
    private void fail(RoutingContext context) {
        if (context.get(REACHED) == null) {
            edge.answers().error(context.request(), ApiErrors.malformed());
            return;
        }
        LOG.error("a request failed", context.failure());
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
        } else {
            edge.answers().error(context.request(), ApiErrors.internal());
        }
    }
}
