package dev.cortado.inference.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/// Asks by Kafka's administrative client.
final class AdminQuestions implements UsageTopicQuestions {

    private final Admin admin;
    private final String topic;
    private final Duration timeMax;

    /// @param timeMax for one answer
    AdminQuestions(String bootstrapServers, String topic, Duration timeMax) {
        this.topic = topic;
        this.timeMax = timeMax;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) timeMax.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) timeMax.toMillis(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500L,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "inference-probe"));
    }

    @Override
    public TopicDescription description() throws ExecutionException, TimeoutException, InterruptedException {
        return answer(Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
    }

    @Override
    public Config configuration() throws ExecutionException, TimeoutException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return answer(Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).values().get(resource)));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private <T> T answer(KafkaFuture<T> asked) throws ExecutionException, TimeoutException, InterruptedException {
        return asked.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
    }
}
