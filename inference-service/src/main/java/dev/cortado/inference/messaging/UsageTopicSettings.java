package dev.cortado.inference.messaging;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// The settings of the usage topic that metering rests on.
///
/// @param timestampType whose clock stamps its records: only with `LogAppendTime` is it the broker's
/// @param inSyncReplicasMin replicas that must be in sync, or else the broker refuses what is to be appended
record UsageTopicSettings(String timestampType, int inSyncReplicasMin) {

    /// @throws IllegalArgumentException if the broker does not tell one of them
    static UsageTopicSettings of(Config configuration) {
        return new UsageTopicSettings(
                value(configuration, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG),
                Integer.parseInt(value(configuration, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)));
    }

    /// Judges the whole topic, since a node may be sent to any partition of it. Never [UsageTopicState.Unanswered].
    UsageTopicState judge(TopicDescription topic) {
        if (!timestampType.equals(TimestampType.LOG_APPEND_TIME.name)) {
            return new UsageTopicState.Unfit("topic " + topic.name() + " has message.timestamp.type=" + timestampType
                    + ", so that usage which comes late is not known from its time: alter it to LogAppendTime");
        }
        for (TopicPartitionInfo partition : topic.partitions()) {
            String name = "partition " + partition.partition() + " of topic " + topic.name();
            if (partition.leader() == null || partition.leader().isEmpty()) {
                return new UsageTopicState.Unfit(name + " has no leader");
            }
            if (partition.isr().size() < inSyncReplicasMin) {
                return new UsageTopicState.Unfit(
                        name + " has " + partition.isr().size() + " of "
                                + partition.replicas().size() + " replicas in sync, and min.insync.replicas demands "
                                + inSyncReplicasMin);
            }
        }
        return new UsageTopicState.Fit();
    }

    private static String value(Config configuration, String name) {
        @Nullable ConfigEntry entry = configuration.get(name);
        if (entry == null || entry.value() == null) {
            throw new IllegalArgumentException("the broker does not tell " + name);
        }
        return entry.value();
    }
}
