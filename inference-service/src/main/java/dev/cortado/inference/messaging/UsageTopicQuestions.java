package dev.cortado.inference.messaging;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/// What the broker is asked of the usage topic. Each question fails with the broker's own error as the cause of an
/// [ExecutionException], or with a [TimeoutException].
interface UsageTopicQuestions extends AutoCloseable {

    /// Leaders and replicas of its partitions; takes the right `Describe` on the topic.
    TopicDescription description() throws ExecutionException, TimeoutException, InterruptedException;

    /// Its settings, defaults of the brokers included; takes the right `DescribeConfigs` on the topic.
    Config configuration() throws ExecutionException, TimeoutException, InterruptedException;

    @Override
    void close();
}
