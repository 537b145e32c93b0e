package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.hold`.
public interface HoldConfiguration {

    /// How long a request waits for accounting: for its path, and for its hold.
    @WithDefault("2s")
    Duration deadline();

    /// How long a lease message may take before it is sent again, unchanged.
    @WithDefault("500ms")
    Duration callTimeout();

    /// How long freed room waits for another message to travel with.
    @WithDefault("20ms")
    Duration giveBackAfter();

    /// How long what nobody waits for gathers before one lease message carries all of it.
    @WithDefault("20ms")
    Duration gatherFor();

    /// Before an unanswered lease message is sent again; doubles with each try.
    @WithDefault("50ms")
    Duration retryFirst();

    /// Between such tries at most.
    @WithDefault("1s")
    Duration retryMax();

    /// The oldest answer of accounting that may refuse a request.
    @WithDefault("1s")
    Duration answerAgeMax();

    /// Lease messages of one session under way at once; never two about one organisation.
    @WithDefault("8")
    int messagesMax();

    /// Organisations that one lease message speaks of at most.
    @WithDefault("32")
    int organisationsMax();

    /// Counters that one lease message speaks of at most; the rest goes with the next. Accounting takes no more than
    /// 256. A request whose own path has more limits goes with one message all the same.
    @WithDefault("256")
    int countersMax();

    /// How long before a window on it ends a path is asked for again, at the earliest; at half of it at the latest.
    @WithDefault("24s")
    Duration pathAhead();

    /// Holds open at once.
    @WithDefault("50000")
    int openMax();

    /// Tenant paths kept.
    @WithDefault("10000")
    int pathsMax();
}
