package dev.cortado.accounting.messaging;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// Whose clock stamps the records of the usage log, as far as the broker told. What is late is known from that time, so
/// it must be the broker's own.
public sealed interface UsageTopicState {

    /// The broker has not told yet.
    record Unknown() implements UsageTopicState {}

    /// The broker stamps what is appended.
    record StampedByBroker() implements UsageTopicState {}

    /// The times of the log cannot be relied on.
    ///
    /// @param reason what is wrong and what to do about it, in words for an operator
    record Unfit(String reason) implements UsageTopicState {}

    /// Judges the topic's settings, defaults of the brokers included.
    static UsageTopicState of(String topic, Config settings) {
        @Nullable ConfigEntry type = settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        String found = type == null ? "unknown" : type.value();
        return TimestampType.LOG_APPEND_TIME.name.equals(found)
                ? new StampedByBroker()
                : new Unfit("topic " + topic + " has message.timestamp.type=" + found
                        + ", so that usage which comes late is not known from its time: alter it to LogAppendTime");
    }

    /// What a question that failed leaves of the state before: all of it where the broker is away, or has no such
    /// topic yet.
    static UsageTopicState failed(String topic, @Nullable Throwable cause, UsageTopicState before) {
        return switch (cause) {
            case AuthorizationException e ->
                new Unfit("the broker does not let accounting read the settings of topic " + topic
                        + ", which takes DescribeConfigs on the topic: " + e.getMessage());
            case null, default -> before;
        };
    }
}
