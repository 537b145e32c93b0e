package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/// Keys under `cortado.router.feedback`: ratings of answers.
public interface FeedbackConfiguration {

    /// Ratings of one decision at most.
    @WithDefault("100")
    int ratingsMax();

    EngagementConfiguration engagement();

    /// By organisation's id, where one weighs engagement in its own way.
    Map<String, OwnEngagementConfiguration> organisations();

    /// Keys under `cortado.router.feedback.engagement`: the utility that an answer counts for once a reader did this, 0
    /// to 1.
    interface EngagementConfiguration {

        @WithDefault("0.3")
        double opened();

        @WithDefault("0.7")
        double clicked();

        @WithDefault("1")
        double replied();
    }

    /// The same keys under `cortado.router.feedback.organisations."ID"`; what is not given is as for all.
    interface OwnEngagementConfiguration {

        Optional<Double> opened();

        Optional<Double> clicked();

        Optional<Double> replied();
    }
}
