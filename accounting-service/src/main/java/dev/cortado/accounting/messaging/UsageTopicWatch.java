package dev.cortado.accounting.messaging;

import dev.cortado.accounting.client.Recurring;
import dev.cortado.accounting.configuration.AccountingConfiguration;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks the broker again and again whose clock stamps the usage log. Every instance asks for itself, and says so in the
/// log when the answer changed.
@ApplicationScoped
public class UsageTopicWatch {

    private static final Logger LOG = Logger.getLogger(UsageTopicWatch.class);

    private final AccountingConfiguration configuration;
    private final Map<String, Object> kafka;
    private final String topic;
    private volatile UsageTopicState state = new UsageTopicState.Unknown();
    private @Nullable Recurring watching;

    /// @param kafka what stands below `kafka.` in the configuration, for any client
    UsageTopicWatch(
            AccountingConfiguration configuration,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.usage.topic") String topic) {
        this.configuration = configuration;
        this.kafka = kafka;
        this.topic = topic;
    }

    public UsageTopicState state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        watching = new Recurring("usage topic", configuration.topicSettingsInterval(), this::look);
    }

    void stop(@Observes ShutdownEvent event) {
        if (watching != null) {
            watching.close();
        }
    }

    /// With a client of its own for each look, since looks are rare and a broker that is away is not to be tried
    /// between them.
    private void look() throws InterruptedException {
        UsageTopicState before = state;
        UsageTopicState now = ask(before);
        state = now;
        if (!now.equals(before)) {
            switch (now) {
                case UsageTopicState.Unknown() -> {}
                case UsageTopicState.StampedByBroker() -> LOG.infof("the broker stamps what is appended to %s", topic);
                case UsageTopicState.Unfit(var reason) -> LOG.errorf("not ready: %s", reason);
            }
        }
    }

    private UsageTopicState ask(UsageTopicState before) throws InterruptedException {
        Duration timeMax = configuration.topicSettingsTimeMax();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Admin admin = Admin.create(settings(timeMax));
        try {
            Config found = Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
            return UsageTopicState.of(topic, found);
        } catch (ExecutionException e) {
            return UsageTopicState.failed(topic, e.getCause(), before);
        } catch (TimeoutException e) {
            return before;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private Map<String, Object> settings(Duration timeMax) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "accounting-usage-topic");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeMax.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeMax.toMillis());
        return settings;
    }
}
