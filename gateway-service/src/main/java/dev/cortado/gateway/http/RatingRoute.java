package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.configuration.AdmissionConfiguration;
import dev.cortado.gateway.feedback.Feedback;
import dev.cortado.gateway.feedback.Rating;
import dev.cortado.gateway.feedback.Ratings;
import dev.cortado.gateway.idempotency.Claim;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.idempotency.Claims;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.idempotency.KeyOwner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `POST /v1/feedback`: authenticate, admit, read, claim the key where there is one, rate. It takes a place among the
/// requests that run.
@ApplicationScoped
public class RatingRoute {

    private static final String REPLAYED = "idempotency-replayed";

    private final LookUps lookUps;
    private final Ratings ratings;
    private final Claims claims;
    private final ChatEdge edge;
    private final BodyReader bodies;
    private final FeedbackReader reader;

    RatingRoute(LookUps lookUps, Ratings ratings, Claims claims, ChatEdge edge, AdmissionConfiguration configuration) {
        this.lookUps = lookUps;
        this.ratings = ratings;
        this.claims = claims;
        this.edge = edge;
        this.bodies = edge.bodies().atMost(configuration.feedbackBodyBytesMax());
        this.reader = new FeedbackReader(configuration.feedbackBodyBytesMax());
    }

    void rate(RoutingContext context, Credential credential, PayerChoice choice) {
        HttpServerRequest request = context.request();
        lookUps.admitted(
                context,
                credential,
                choice,
                tenant -> bodies.read(request)
                        .onSuccess(body -> read(request, tenant, body))
                        .onFailure(failure -> edge.answers()
                                .error(
                                        request,
                                        failure instanceof InvalidRequest invalid
                                                ? invalid.error()
                                                : ApiErrors.internal())));
    }

    private void read(HttpServerRequest request, Tenant tenant, Buffer body) {
        Feedback feedback;
        IdempotencyKey key;
        try {
            feedback = reader.read(body.getBytes());
            key = edge.keys().read(String.valueOf(request.path()), body.getBytes(), request.headers());
        } catch (InvalidRequest invalid) {
            edge.answers().error(request, invalid.error());
            return;
        }
        if (key == null) {
            rate(request, tenant, feedback, null);
            return;
        }
        lookUps.after(request, claims.claim(KeyOwner.of(tenant), key), claiming -> {
            switch (claiming) {
                case Claiming.Claimed(Claim claim) -> rate(request, tenant, feedback, claim);
                case Claiming.Answered(KeptAnswer answer) -> {
                    request.response().putHeader(REPLAYED, "true");
                    edge.answers().json(request, 200, Buffer.buffer(answer.body()));
                }
                case Claiming.Refused refused ->
                    edge.answers().error(request, edge.errors().of(refused));
            }
        });
    }

    /// @param claim of the request's key, null where it has none; an error frees it
    private void rate(HttpServerRequest request, Tenant tenant, Feedback feedback, @Nullable Claim claim) {
        ReservationId decision;
        try {
            decision = ReservationId.parse(feedback.decision());
        } catch (IllegalArgumentException notAnId) {
            freed(request, claim, lookUps::noDecision);
            return;
        }
        lookUps.after(
                request,
                ratings.rate(tenant, decision, rater(tenant, feedback), feedback.remark()),
                outcome -> answer(request, outcome, claim));
    }

    private void answer(HttpServerRequest request, Ratings.Outcome outcome, @Nullable Claim claim) {
        switch (outcome) {
            case Ratings.Stands(Rating rating) -> {
                Buffer body = FeedbackJson.of(rating);
                if (claim == null) {
                    edge.answers().json(request, 200, body);
                } else {
                    KeptAnswer kept = new KeptAnswer(rating.decision(), Answers.JSON, body.toString());
                    lookUps.after(
                            request,
                            claims.answered(claim, kept),
                            _ -> edge.answers().json(request, 200, body));
                }
            }
            case Ratings.UnknownDecision _ -> freed(request, claim, lookUps::noDecision);
            case Ratings.TooMany(String message) ->
                freed(
                        request,
                        claim,
                        refused -> edge.answers()
                                .error(refused, ApiError.invalid("decision_id", "too_many_ratings", message)));
            case Ratings.Unreachable _ -> freed(request, claim, lookUps::routerAway);
        }
    }

    private void freed(HttpServerRequest request, @Nullable Claim claim, Consumer<HttpServerRequest> next) {
        if (claim == null) {
            next.accept(request);
        } else {
            lookUps.after(request, claims.free(claim), _ -> next.accept(request));
        }
    }

    /// Who rates: the key or person, or whom the client names, who is another's namesake in no other client.
    private static String rater(Tenant tenant, Feedback feedback) {
        String bearer = KeyOwner.of(tenant).bearer();
        return feedback.rater().isEmpty() ? bearer : bearer + "/" + feedback.rater();
    }
}
