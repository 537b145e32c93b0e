package dev.cortado.router.decision;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What the store knows of attempts whose usage may have gone into the log while no router read it.
public interface OpenAttempts {

    /// When the oldest attempt that is still open was decided. Completes once the store can be reached.
    CompletionStage<Optional<Instant>> oldest();
}
