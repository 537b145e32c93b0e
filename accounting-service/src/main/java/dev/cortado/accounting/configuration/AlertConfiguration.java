package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How crossed thresholds are found and told. Defaults are pinned by a test.
@ConfigMapping(prefix = "cortado.accounting.alert")
public interface AlertConfiguration {

    /// How often spend is compared with the thresholds.
    @WithDefault("PT1S")
    Duration interval();

    /// How long after its end a window may still raise an alert, by usage that is posted late.
    @WithDefault("PT1H")
    Duration lookback();

    /// Alerts raised in one transaction.
    @WithDefault("1000")
    int raisedMax();

    /// Notices sent to Kafka in one go.
    @WithDefault("100")
    int noticesMax();

    /// Longest time for Kafka to take them; after it they are another instance's.
    @WithDefault("PT30S")
    Duration sendMax();

    /// Pause after the first failure; it doubles with each, less up to a half at random.
    @WithDefault("PT1S")
    Duration retryMin();

    /// Longest pause.
    @WithDefault("PT1M")
    Duration retryMax();

    /// How long notices that were sent are kept.
    @WithDefault("P35D")
    Duration noticesKept();
}
