package dev.cortado.router.pacing;

/// How a budget is paced.
///
/// @param windowRequests that the price is solved from: the weights of all seen sum to this in the long run
public record PacingTerms(int windowRequests) {

    private static final int WINDOW_MIN = 2;

    public PacingTerms {
        if (windowRequests < WINDOW_MIN) {
            throw new IllegalArgumentException("a window of at least " + WINDOW_MIN + ", not " + windowRequests);
        }
    }
}
