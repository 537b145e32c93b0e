package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/// Keys under `cortado.router.attempt`: how long each step of an attempt may take, from its placing, by the class
/// of its session. An attempt is of the short class where it would be over in time even if it turned out slower
/// than expected.
public interface AttemptConfiguration {

    /// How many times slower than its node's rates and queue say an attempt may turn out.
    @WithDefault("3")
    double slowdown();

    @WithName("short")
    ShortAttempt ofShort();

    @WithName("long")
    LongAttempt ofLong();

    /// Keys under `cortado.router.attempt.short`. A token lives no longer than accounting says (35 s), whatever these
    /// come to.
    interface ShortAttempt {

        /// Until the node starts it.
        @WithDefault("10s")
        Duration startWithin();

        /// Until the last token.
        @WithDefault("28s")
        Duration finishWithin();

        /// From the last token until its usage is in the log.
        @WithDefault("6s")
        Duration publishWithin();
    }

    /// Keys under `cortado.router.attempt.long`.
    interface LongAttempt {

        /// Until the node starts it.
        @WithDefault("30s")
        Duration startWithin();

        /// Until the last token.
        @WithDefault("300s")
        Duration finishWithin();

        /// From the last token until its usage is in the log.
        @WithDefault("6s")
        Duration publishWithin();
    }
}
