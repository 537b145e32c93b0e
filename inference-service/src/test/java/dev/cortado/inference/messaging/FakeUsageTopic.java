package dev.cortado.inference.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/// A broker's word of a topic with four partitions of three replicas each, which tests turn as they like.
final class FakeUsageTopic implements UsageTopicQuestions {

    static final String TOPIC = "usage.v1";
    private static final int REPLICAS = 3;

    volatile String timestampType = "LogAppendTime";
    volatile int inSyncReplicasMin = 2;
    volatile @Nullable Exception descriptionFailure;
    volatile @Nullable Exception configurationFailure;
    /// What is told instead of the two settings above.
    volatile @Nullable Config told;

    final AtomicInteger configurationReads = new AtomicInteger();
    volatile boolean closed;
    private volatile List<TopicPartitionInfo> partitions;

    FakeUsageTopic() {
        partitions = IntStream.range(0, 4)
                .mapToObj(partition -> partition(partition, true, REPLICAS))
                .toList();
    }

    /// Turns one partition.
    void turn(int partition, boolean led, int inSync) {
        List<TopicPartitionInfo> turned = new ArrayList<>(partitions);
        turned.set(partition, partition(partition, led, inSync));
        partitions = turned;
    }

    @SuppressWarnings("NullAway") // Kafka tells a missing leader by null, but is not annotated.
    private static TopicPartitionInfo partition(int partition, boolean led, int inSync) {
        List<Node> replicas = IntStream.rangeClosed(1, REPLICAS)
                .mapToObj(id -> new Node(id, "127.0.0.1", id))
                .toList();
        return new TopicPartitionInfo(
                partition, led ? replicas.getFirst() : null, replicas, replicas.subList(0, inSync));
    }

    @Override
    public TopicDescription description() throws ExecutionException, TimeoutException {
        fail(descriptionFailure);
        return new TopicDescription(TOPIC, false, partitions);
    }

    @Override
    public Config configuration() throws ExecutionException, TimeoutException {
        configurationReads.incrementAndGet();
        fail(configurationFailure);
        Config instead = told;
        return instead != null ? instead : configured();
    }

    private Config configured() {
        return new Config(List.of(
                new ConfigEntry("message.timestamp.type", timestampType),
                new ConfigEntry("min.insync.replicas", String.valueOf(inSyncReplicasMin)),
                new ConfigEntry("retention.ms", "604800000")));
    }

    private static void fail(@Nullable Exception failure) throws ExecutionException, TimeoutException {
        switch (failure) {
            case null -> {}
            case TimeoutException e -> throw e;
            default -> throw new ExecutionException(failure);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
