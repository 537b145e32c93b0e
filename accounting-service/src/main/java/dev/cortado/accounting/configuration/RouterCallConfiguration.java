package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/// How administration reaches the routers, for what they own. Defaults are pinned by a test.
@ConfigMapping(prefix = "cortado.accounting.routers")
public interface RouterCallConfiguration {

    /// host:port of each router; the first that answers is asked.
    @WithDefault("127.0.0.1:27402")
    List<String> addresses();

    /// How long a router may take. A write holds a transaction meanwhile, so this is to stay below
    /// `idle_in_transaction_session_timeout`.
    @WithDefault("PT0.8S")
    Duration writeTimeout();

    /// The same for an import of labels, whose transaction may wait for longer.
    @WithDefault("PT30S")
    Duration importTimeout();

    /// The same for reading, where routers may have to ask nodes.
    @WithDefault("PT5S")
    Duration readTimeout();
}
