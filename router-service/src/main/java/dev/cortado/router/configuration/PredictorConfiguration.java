package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.predictor`.
public interface PredictorConfiguration {

    /// Whether what answers are worth is predicted for each prompt. If not, a variant's mean is taken for all.
    @WithDefault("true")
    boolean enabled();

    /// Between looks for a newer predictor, or for a calibration that none was made of yet.
    @WithDefault("5s")
    Duration checkEvery();

    /// Tasks that a variant must have been scored on to be predicted; at least 100 are needed. With fewer its mean is
    /// taken.
    @WithDefault("200")
    int tasksMin();

    /// Share of groups of 25 like prompts whose answers may be worth less on average than the lower bound of what is
    /// predicted, and as many more than the upper one; above 0, at most 0.5. A request's `utility_min` must be
    /// reached by the lower bound.
    @WithDefault("0.1")
    double beyondShare();

    /// Versions kept in the database, beside the one that is held.
    @WithDefault("20")
    int keep();

    SentenceConfiguration sentences();
}
