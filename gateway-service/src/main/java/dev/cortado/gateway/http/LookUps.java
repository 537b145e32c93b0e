package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.admit.Admission;
import dev.cortado.gateway.admit.ConcurrencyLimit;
import dev.cortado.gateway.authenticate.Authentication;
import dev.cortado.gateway.authenticate.Authenticator;
import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.complete.Refusal;
import dev.cortado.gateway.route.Catalogue;
import dev.cortado.gateway.route.Decision;
import dev.cortado.gateway.route.Model;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// `GET` of models and decisions.
@ApplicationScoped
public class LookUps {

    private static final Logger LOG = Logger.getLogger(LookUps.class);

    private final Authenticator authenticator;
    private final ConcurrencyLimit concurrency;
    private final Catalogue catalogue;
    private final ChatEdge edge;

    LookUps(Authenticator authenticator, ConcurrencyLimit concurrency, Catalogue catalogue, ChatEdge edge) {
        this.authenticator = authenticator;
        this.concurrency = concurrency;
        this.catalogue = catalogue;
        this.edge = edge;
    }

    void models(HttpServerRequest request, Credential credential, PayerChoice choice) {
        authenticated(
                request,
                credential,
                choice,
                tenant -> listed(
                        request, tenant, models -> edge.answers().json(request, 200, CatalogueJson.models(models))));
    }

    void model(HttpServerRequest request, String id, Credential credential, PayerChoice choice) {
        authenticated(
                request,
                credential,
                choice,
                tenant -> listed(request, tenant, models -> {
                    Optional<Model> found = models.stream()
                            .filter(model -> model.id().equals(id))
                            .findFirst();
                    if (found.isPresent()) {
                        edge.answers().json(request, 200, CatalogueJson.model(found.get()));
                    } else {
                        String names =
                                String.join(", ", models.stream().map(Model::id).toList());
                        edge.answers()
                                .error(
                                        request,
                                        new ApiError(
                                                404,
                                                ApiError.INVALID,
                                                "model",
                                                "model_not_found",
                                                "there is no such model; there are " + names,
                                                Map.of(),
                                                Map.of()));
                    }
                }));
    }

    void decision(HttpServerRequest request, String id, Credential credential, PayerChoice choice) {
        authenticated(request, credential, choice, tenant -> {
            ReservationId reservation;
            try {
                reservation = ReservationId.parse(id);
            } catch (IllegalArgumentException notAnId) {
                noDecision(request);
                return;
            }
            after(request, catalogue.decision(tenant, reservation), found -> {
                switch (found) {
                    case Catalogue.Explanation.Found(Decision decision) ->
                        edge.answers().json(request, 200, CatalogueJson.decision(decision));
                    case Catalogue.Explanation.NotFound _ -> noDecision(request);
                    case Catalogue.Explanation.Unreachable _ -> routerAway(request);
                }
            });
        });
    }

    private void listed(HttpServerRequest request, Tenant tenant, Consumer<List<Model>> next) {
        after(request, catalogue.models(tenant), found -> {
            switch (found) {
                case Catalogue.Models.Listed(List<Model> models) -> next.accept(models);
                case Catalogue.Models.Unreachable _ -> routerAway(request);
            }
        });
    }

    /// The same, once the tenant has a place among the requests that run: for what takes long.
    void admitted(RoutingContext context, Credential credential, PayerChoice choice, Consumer<Tenant> next) {
        authenticated(context.request(), credential, choice, tenant -> {
            switch (concurrency.admit(tenant.organisation())) {
                case Admission.Admitted(Admission.Permit permit) -> {
                    if (context.response().closed()) {
                        // The client left meanwhile: what is added now would never be called.
                        permit.release();
                        return;
                    }
                    context.addEndHandler(_ -> permit.release());
                    next.accept(tenant);
                }
                case Admission.Refused why ->
                    edge.answers().error(context.request(), edge.errors().of(new Refusal.NotAdmitted(why)));
            }
        });
    }

    /// Goes on with the tenant, or answers why there is none.
    void authenticated(HttpServerRequest request, Credential credential, PayerChoice choice, Consumer<Tenant> next) {
        after(request, authenticator.authenticate(credential, choice), outcome -> {
            switch (outcome) {
                case Authentication.Authenticated(Tenant tenant) -> next.accept(tenant);
                case Authentication.Refused refused ->
                    edge.answers().error(request, edge.errors().of(refused));
            }
        });
    }

    void noDecision(HttpServerRequest request) {
        edge.answers()
                .error(
                        request,
                        ApiError.of(404, ApiError.INVALID, "decision_not_found", "there is no such decision of yours"));
    }

    void routerAway(HttpServerRequest request) {
        edge.answers().error(request, edge.errors().unavailable("the router cannot be reached"));
    }

    /// Goes on with what came of a step, or answers that it failed.
    <T> void after(HttpServerRequest request, CompletionStage<T> step, Consumer<T> next) {
        step.whenComplete((outcome, failure) -> {
            try {
                if (failure != null) {
                    throw new IllegalStateException("a look-up failed unexpectedly", failure);
                }
                next.accept(outcome);
            } catch (RuntimeException bug) {
                LOG.error("a look-up failed", bug);
                edge.answers().error(request, ApiErrors.internal());
            }
        });
    }
}
