package dev.cortado.gateway.client;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.Engagement;
import dev.cortado.contracts.v1.RateRefused;
import dev.cortado.contracts.v1.RateReply;
import dev.cortado.contracts.v1.RateRequest;
import dev.cortado.contracts.v1.Rated;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.client.Routers.Peer;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.feedback.Rating;
import dev.cortado.gateway.feedback.Ratings;
import dev.cortado.gateway.feedback.Remark;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/// FeedbackService: ratings, which any router keeps. A decision that is not stored yet is known to the router that made
/// it, so that all of them are asked before one is said not to exist.
@ApplicationScoped
public class FeedbackClient implements Ratings {

    private static final Logger LOG = Logger.getLogger(FeedbackClient.class);

    private final UnaryCalls calls;
    private final CallConfiguration configuration;
    private final Routers routers;

    FeedbackClient(UnaryCalls calls, CallConfiguration configuration, Routers routers) {
        this.calls = calls;
        this.configuration = configuration;
        this.routers = routers;
    }

    @Override
    public CompletionStage<Outcome> rate(Tenant tenant, ReservationId decision, String rater, Remark remark) {
        RateRequest.Builder request = RateRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .setReservationId(decision.toString())
                .setRater(rater);
        switch (remark) {
            case Remark.Score(double value) -> request.setScore(value);
            case Remark.Thumbs(boolean up) -> request.setThumbsUp(up);
            case Remark.Engagement engagement -> request.setEngagement(engagement(engagement));
        }
        return ask(routers.of(tenant.organisation()), request.build(), new Unreachable())
                .toCompletionStage();
    }

    /// @param otherwise the answer of those before
    private Future<Outcome> ask(List<Peer> order, RateRequest request, Outcome otherwise) {
        if (order.isEmpty()) {
            return Future.succeededFuture(otherwise);
        }
        Peer router = order.getFirst();
        return calls.call(router.address(), Methods.RATE, request, configuration.lookUpTimeout())
                .map(FeedbackClient::outcome)
                .onSuccess(_ -> routers.answered(router))
                .otherwise(failure -> {
                    LOG.warnf("router %s did not take a rating: %s", router.name(), failure.toString());
                    routers.lookUpFailed(router, failure);
                    return otherwise;
                })
                .compose(outcome -> switch (outcome) {
                    case Stands _, TooMany _ -> Future.succeededFuture(outcome);
                    case UnknownDecision _, Unreachable _ -> ask(order.subList(1, order.size()), request, outcome);
                });
    }

    private static Outcome outcome(RateReply reply) {
        return switch (reply.getOutcomeCase()) {
            case RATED -> new Stands(rating(reply.getRated()));
            case REFUSED -> refused(reply.getRefused());
            case OUTCOME_NOT_SET -> new Unreachable();
        };
    }

    private static Outcome refused(RateRefused refused) {
        return switch (refused.getReason()) {
            case TOO_MANY -> new TooMany(refused.getMessage());
            case UNKNOWN_DECISION -> new UnknownDecision();
            case REASON_UNSPECIFIED, UNRECOGNIZED -> new Unreachable();
        };
    }

    private static Rating rating(Rated rated) {
        return new Rating(
                ReservationId.parse(rated.getReservationId()),
                rated.getKind(),
                rated.getScore(),
                rated.getVariantId(),
                Instant.ofEpochSecond(
                        rated.getRatedAt().getSeconds(), rated.getRatedAt().getNanos()));
    }

    private static Engagement engagement(Remark.Engagement engagement) {
        return switch (engagement) {
            case OPENED -> Engagement.ENGAGEMENT_OPENED;
            case CLICKED -> Engagement.ENGAGEMENT_CLICKED;
            case REPLIED -> Engagement.ENGAGEMENT_REPLIED;
        };
    }
}
