package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.Engagement;
import dev.cortado.contracts.v1.RateRefused;
import dev.cortado.contracts.v1.RateReply;
import dev.cortado.contracts.v1.RateRequest;
import dev.cortado.router.feedback.Feedback;
import dev.cortado.router.feedback.Rated;
import dev.cortado.router.feedback.Rating;
import dev.cortado.router.feedback.RatingKind;
import dev.cortado.router.feedback.Remark;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/// The feedback service's call, from message to message. Wrong input throws [IllegalArgumentException].
final class FeedbackEndpoint {

    private final Feedback feedback;

    FeedbackEndpoint(Feedback feedback) {
        this.feedback = feedback;
    }

    CompletionStage<RateReply> rate(RateRequest request, BooleanSupplier isCancelled) {
        return feedback.rate(
                        Wire.toTenant(request.getTenant()),
                        ReservationId.parse(request.getReservationId()),
                        request.getRater(),
                        remark(request))
                .thenApply(FeedbackEndpoint::reply);
    }

    private static Remark remark(RateRequest request) {
        return switch (request.getRatingCase()) {
            case SCORE -> new Remark.Score(request.getScore());
            case THUMBS_UP -> new Remark.Thumbs(request.getThumbsUp());
            case ENGAGEMENT -> new Remark.Engagement(kind(request.getEngagement()));
            case RATING_NOT_SET -> throw new IllegalArgumentException("rating must be set");
        };
    }

    private static RatingKind kind(Engagement engagement) {
        return switch (engagement) {
            case ENGAGEMENT_OPENED -> RatingKind.OPENED;
            case ENGAGEMENT_CLICKED -> RatingKind.CLICKED;
            case ENGAGEMENT_REPLIED -> RatingKind.REPLIED;
            case ENGAGEMENT_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("unknown engagement");
        };
    }

    private static RateReply reply(Rated rated) {
        return switch (rated) {
            case Rated.Stands(Rating rating) ->
                RateReply.newBuilder()
                        .setRated(dev.cortado.contracts.v1.Rated.newBuilder()
                                .setReservationId(rating.decision().toString())
                                .setKind(rating.kind().word())
                                .setScore(rating.score())
                                .setVariantId(rating.variant().value())
                                .setRatedAt(Wire.ofInstant(rating.ratedAt())))
                        .build();
            case Rated.UnknownDecision _ ->
                refused(RateRefused.Reason.UNKNOWN_DECISION, "there is no such decision here");
            case Rated.TooMany(int ratingsMax) ->
                refused(RateRefused.Reason.TOO_MANY, "a decision has at most " + ratingsMax + " ratings");
        };
    }

    private static RateReply refused(RateRefused.Reason reason, String message) {
        return RateReply.newBuilder()
                .setRefused(RateRefused.newBuilder().setReason(reason).setMessage(message))
                .build();
    }
}
