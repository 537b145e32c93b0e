package dev.cortado.router.route;

import java.time.Duration;

/// Told how the second stage fared with prompts, for metrics.
public interface SentenceWatcher {

    /// What came of one prompt.
    enum Reading {
        READ,
        /// It was not read in time, and the request went on without.
        LATE,
        /// Too many prompts waited to be read, and the request went on without.
        BUSY,
        /// The sentence model failed, and the request went on without.
        FAILED
    }

    /// Once for each text that it failed with.
    void sentenceModelFailed(Throwable why);

    /// @param took what the request waited
    void sentence(Reading reading, Duration took);
}
