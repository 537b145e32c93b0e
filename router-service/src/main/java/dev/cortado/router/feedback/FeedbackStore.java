package dev.cortado.router.feedback;

import dev.cortado.router.estimate.SeenPrompt;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Where ratings are kept, for all routers.
public interface FeedbackStore {

    /// Keeps a rating unless one of the same decision, rater and kind stands.
    ///
    /// @param prompt what was seen of the decision's, to learn from; null where only the store may know
    /// @param ratingsMax of one decision
    /// @return the one that stands; empty where there are as many as one decision may have
    CompletionStage<Optional<Rating>> keep(Rating rating, @Nullable SeenPrompt prompt, int ratingsMax);
}
