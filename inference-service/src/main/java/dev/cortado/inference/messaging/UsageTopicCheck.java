package dev.cortado.inference.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// Finds whether the usage topic is one to meter on: its partitions are asked for each time, its settings once in a
/// while. For use by one thread.
final class UsageTopicCheck {

    private final UsageTopicQuestions broker;
    private final String topic;
    private final Duration settingsInterval;
    private @Nullable UsageTopicSettings settings;
    private Instant readAt = Instant.EPOCH;

    /// @param settingsInterval after which settings are read anew
    UsageTopicCheck(UsageTopicQuestions broker, String topic, Duration settingsInterval) {
        this.broker = broker;
        this.topic = topic;
        this.settingsInterval = settingsInterval;
    }

    /// Settings that cannot be read now are asked for again the next time. Until they are, the topic is not fit: what
    /// was read before may hold no longer.
    UsageTopicState check(Instant now) throws InterruptedException {
        try {
            TopicDescription description = broker.description();
            return settings(now).judge(description);
        } catch (TimeoutException e) {
            return new UsageTopicState.Unanswered();
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (IllegalArgumentException e) {
            return new UsageTopicState.Unfit("settings of topic " + topic + ": " + e.getMessage());
        }
    }

    private UsageTopicSettings settings(Instant now) throws ExecutionException, TimeoutException, InterruptedException {
        UsageTopicSettings known = settings;
        // A clock that was set back must not keep them from being read.
        if (known == null || Duration.between(readAt, now).abs().compareTo(settingsInterval) >= 0) {
            known = UsageTopicSettings.of(broker.configuration());
            settings = known;
            readAt = now;
        }
        return known;
    }

    private UsageTopicState failed(@Nullable Throwable cause) {
        return switch (cause) {
            case AuthorizationException e ->
                new UsageTopicState.Unfit("the broker does not let this node read topic " + topic
                        + " and its settings, which takes Describe and DescribeConfigs on the topic: "
                        + e.getMessage());
            case UnknownTopicOrPartitionException _ -> new UsageTopicState.Unfit("there is no topic " + topic);
            case RetriableException _ -> new UsageTopicState.Unanswered();
            case ApiException e -> new UsageTopicState.Unfit("topic " + topic + " cannot be read: " + e.getMessage());
            case null, default -> new UsageTopicState.Unanswered();
        };
    }
}
