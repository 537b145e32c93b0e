package dev.cortado.router.feedback;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Where ratings are kept, for all routers.
public interface FeedbackStore {

    /// Keeps a rating unless one of the same decision, rater and kind stands.
    ///
    /// @param ratingsMax of one decision
    /// @return the one that stands; empty where there are as many as one decision may have
    CompletionStage<Optional<Rating>> keep(Rating rating, int ratingsMax);
}
