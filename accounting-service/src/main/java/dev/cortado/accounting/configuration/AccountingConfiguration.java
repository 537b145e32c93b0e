package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The times and bounds that accounting works by. Defaults are pinned by a test.
@ConfigMapping(prefix = "cortado.accounting")
public interface AccountingConfiguration {

    /// How long after sending its last answered heartbeat a router may admit (seconds: longer rides out longer
    /// outages and strands more).
    @WithDefault("PT15S")
    Duration sessionTimeToLive();

    /// From the end of admission until every token of a short session is void.
    @WithDefault("PT35S")
    Duration sessionLifeShort();

    /// The same of a long session.
    @WithDefault("PT600S")
    Duration sessionLifeLong();

    /// How far clocks of routers, nodes and brokers may differ from the database's.
    @WithDefault("PT1S")
    Duration skewMax();

    /// How long a want that does not fit waits for idle slack that was called back.
    @WithDefault("PT0.05S")
    Duration recallWait();

    /// How long before a window ends the next one's counter is made; half of the window where that is shorter.
    @WithDefault("PT10M")
    Duration windowAhead();

    /// How often sessions are drained, fenced and closed, and the log ticks.
    @WithDefault("PT1S")
    Duration lifeInterval();

    /// Sessions fenced in one round.
    @WithDefault("32")
    int fencesMax();

    /// Idempotency keys, charged for more than one run, that are put right in one round.
    @WithDefault("256")
    int rerunsMax();

    /// How long after a rerun usage of another run of its key may still come: longer than a long session's tokens live.
    @WithDefault("PT1H")
    Duration rerunsWatched();

    /// Hedged requests, charged for both attempts, that are put right in one round.
    @WithDefault("256")
    int hedgesMax();

    /// How long after a hedge usage of the attempt beside it may still come: longer than a long session's tokens live.
    @WithDefault("PT1H")
    Duration hedgesWatched();

    /// Leases closed in one transaction, of as many sessions at most.
    @WithDefault("500")
    int leasesClosedMax();

    /// Days for which partitions of the usage table are made ahead.
    @WithDefault("7")
    int usageDaysAhead();

    /// How long a quarantined hold stays committed before the operator bears it.
    @WithDefault("PT24H")
    Duration quarantineMax();

    /// How long answers to lease messages are kept for repeated ones.
    @WithDefault("PT1H")
    Duration leaseAnswersKept();

    /// How long answers to administrative writes are kept for repeated ones.
    @WithDefault("PT24H")
    Duration idempotentWritesKept();

    /// How long counters of closed windows of an hour or less are kept.
    @WithDefault("P35D")
    Duration shortWindowsKept();

    /// Such counters forgotten in a minute, a thousand to a transaction and at least so many.
    @WithDefault("20000")
    int windowsForgottenMax();

    /// Longest pause between attempts to post while the database is away.
    @WithDefault("PT5S")
    Duration postingRetryMax();

    /// Batches posted beside each other; the partitions of the usage log are shared out to them.
    @WithDefault("2")
    int postingLanes();

    /// How often the broker is asked whose clock stamps the usage log.
    @WithDefault("PT10S")
    Duration topicSettingsInterval();

    /// Longest time for its answer.
    @WithDefault("PT3S")
    Duration topicSettingsTimeMax();

    /// Limits that may hang on one organisation, team, project or key; a path has at most four times as many, which a
    /// lease message must be able to name.
    @WithDefault("64")
    int limitsPerNodeMax();

    /// Prices of one price book.
    @WithDefault("10000")
    int priceRowsMax();

    /// Versions of the price book that may be to come at once: each is pushed to every router.
    @WithDefault("16")
    int priceVersionsComingMax();

    /// Rows that a report shows at most.
    @WithDefault("1000")
    int reportRowsMax();
}
