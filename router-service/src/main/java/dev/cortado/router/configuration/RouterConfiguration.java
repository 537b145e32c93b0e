package dev.cortado.router.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keys under `cortado.router`. Durations read like `3s` or `250ms`.
@ConfigMapping(prefix = "cortado.router")
public interface RouterConfiguration {

    /// Name of this router with accounting. A process of the same name takes over from the one before.
    @WithDefault("router-1")
    String name();

    /// Utility that `auto` prefers where the client demands none, 0 to 1.
    @WithDefault("0.6")
    double utilityMinDefault();

    /// host:port of each node, comma-separated. None, and none found: nothing can be routed.
    Optional<List<String>> nodes();

    /// Told to clients when a node or accounting is missing.
    @WithDefault("2s")
    Duration retryAfter();

    /// How long prices stay in force after accounting's pushes were lost: a newer version may exist unheard.
    @WithDefault("60s")
    Duration priceUnheardMax();

    /// How long a stopping router goes on settling what is open.
    @WithDefault("5s")
    Duration shutdownWait();

    /// The most bytes (UTF-8) of a request's metadata, names and values together: they travel in the
    /// token and in the usage event. As many as the labels that the gateway allows and its own have,
    /// 18 pairs of 64 and 512 characters of four bytes.
    @WithDefault("41472")
    int metadataBytesMax();

    /// Added to this router's wall clock: for tests of what a wrong clock does, never in production.
    @WithDefault("0ms")
    Duration clockOffset();

    GrpcConfiguration grpc();

    NodeConfiguration node();

    HealthConfiguration health();

    DiscoveryConfiguration discovery();

    SessionConfiguration session();

    HoldConfiguration hold();

    SlackConfiguration slack();

    AttemptConfiguration attempt();

    PolicyConfiguration policy();

    PacingConfiguration pacing();

    FeedbackConfiguration feedback();

    LearningConfiguration learning();

    /// What tenants are bound to, by the id of an organisation, or of an organisation and a project with a slash.
    Map<String, TenantConfiguration> tenants();

    DecisionConfiguration decision();

    CalibrationConfiguration calibration();

    PredictorConfiguration predictor();

    LabelConfiguration label();

    ProfileConfiguration profile();

    ReportConfiguration report();

    TrialConfiguration trial();

    UsageLogConfiguration usageLog();
}
