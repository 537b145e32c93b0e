package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.decision`.
public interface DecisionConfiguration {

    /// Decisions kept in memory after their last attempt ended: those that the database may not have yet.
    @WithDefault("1000")
    int memoryMax();

    /// Writes that wait for the database at most; when there are more the oldest is dropped, counted and logged.
    @WithDefault("50000")
    int queueMax();

    /// Writes in one transaction at most.
    @WithDefault("500")
    int batchMax();

    /// How long a write waits for others to share its transaction, unless `batch-max` of them wait already.
    @WithDefault("50ms")
    Duration gatherFor();

    /// Before a failed write or migration is tried again.
    @WithDefault("1s")
    Duration retryEvery();

    /// How long decisions are kept in the database.
    @WithDefault("30d")
    Duration retention();

    /// Between deletions of what is older.
    @WithDefault("24h")
    Duration deleteEvery();

    /// Decisions deleted in one statement at most.
    @WithDefault("5000")
    int deleteMax();
}
