package dev.cortado.local.part;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/// The topics of the platform. Usage is stamped by the broker when it is appended, since that time decides what
/// is late (MONEY.md).
final class Topics {
    private static final int USAGE_PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String servers;

    Topics(String servers) {
        this.servers = servers;
    }

    /// Creates what is missing; false while the broker does not answer.
    boolean arrange() throws InterruptedException {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        properties.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        try (Admin admin = Admin.create(properties)) {
            Set<String> there = admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            List<NewTopic> wanted = new ArrayList<>(List.of(
                    topic("usage.v1", USAGE_PARTITIONS),
                    topic("feedback.v1", USAGE_PARTITIONS),
                    topic("budget.v1", 1)));
            wanted.removeIf(topic -> there.contains(topic.name()));
            if (!wanted.isEmpty()) {
                admin.createTopics(wanted).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
            return true;
        } catch (ExecutionException e) {
            return e.getCause() instanceof TopicExistsException;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, partitions, (short) 1).configs(Map.of("message.timestamp.type", "LogAppendTime"));
    }
}
