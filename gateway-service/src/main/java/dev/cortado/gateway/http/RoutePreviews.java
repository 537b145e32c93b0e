package dev.cortado.gateway.http;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.complete.Refusal;
import dev.cortado.gateway.complete.Steps;
import dev.cortado.gateway.route.Catalogue;
import dev.cortado.gateway.route.Explained;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// `POST /v1/route/explain`: the body of a chat completion, answered by how it would be routed. It takes a place among
/// the requests that run while its body is read, and spends nothing.
@ApplicationScoped
public class RoutePreviews {

    private static final Logger LOG = Logger.getLogger(RoutePreviews.class);

    private final LookUps lookUps;
    private final Steps steps;
    private final Catalogue catalogue;
    private final ChatEdge edge;

    RoutePreviews(LookUps lookUps, Steps steps, Catalogue catalogue, ChatEdge edge) {
        this.lookUps = lookUps;
        this.steps = steps;
        this.catalogue = catalogue;
        this.edge = edge;
    }

    void explain(RoutingContext context, String requestId, Credential credential, PayerChoice choice) {
        lookUps.admitted(context, credential, choice, tenant -> read(context.request(), requestId, tenant));
    }

    private void read(HttpServerRequest request, String requestId, Tenant tenant) {
        edge.bodies()
                .read(request)
                .onComplete(body -> guarded(request, () -> {
                    if (body.failed()) {
                        throw body.cause();
                    }
                    route(request, requestId, tenant, body.result());
                }));
    }

    private void route(HttpServerRequest request, String requestId, Tenant tenant, Buffer body) throws InvalidRequest {
        ChatRequest chat = edge.requests().read(body.getBytes(), request.headers());
        RouteQuery query = RouteQuery.of(tenant, chat, requestId, steps.promptSampleBytesMax());
        after(request, catalogue.explain(query), preview -> {
            switch (preview) {
                case Catalogue.Preview.Shown(Explained explained) ->
                    edge.answers().json(request, 200, FrontierJson.explained(chat.model(), explained));
                case Catalogue.Preview.NotShown(RouteRefusal why) ->
                    edge.answers().error(request, edge.errors().of(new Refusal.NotRouted(why)));
            }
        });
    }

    private <T> void after(HttpServerRequest request, CompletionStage<T> step, Consumer<T> next) {
        step.whenComplete((outcome, failure) -> guarded(request, () -> {
            if (failure != null) {
                throw failure;
            }
            next.accept(outcome);
        }));
    }

    /// A step that may be refused, or fail.
    private interface Step {
        void run() throws Throwable;
    }

    private void guarded(HttpServerRequest request, Step step) {
        try {
            step.run();
        } catch (InvalidRequest invalid) {
            edge.answers().error(request, invalid.error());
        } catch (Throwable bug) {
            LOG.error("an explanation failed", bug);
            edge.answers().error(request, ApiErrors.internal());
        }
    }
}
