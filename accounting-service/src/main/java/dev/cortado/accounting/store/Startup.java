package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Before anything is served: partitions for the days at hand, and the bootstrap file.
@ApplicationScoped
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    void start(
            @Observes @Priority(100) StartupEvent event,
            OperationsStore operations,
            Bootstrap bootstrap,
            AccountingConfiguration configuration) {
        operations
                .makeUsagePartitions(configuration.usageDaysAhead())
                .chain(bootstrap::apply)
                .await()
                .atMost(WAIT_MAX);
        LOG.debug("the books are ready");
    }
}
