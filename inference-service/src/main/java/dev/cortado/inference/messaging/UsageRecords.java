package dev.cortado.inference.messaging;

import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.UsageAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A metered attempt as a Kafka record: a CloudEvent in binary mode.
final class UsageRecords {

    private static final String TYPE = "dev.cortado.UsageEvent";
    private static final String CONTENT_TYPE = "application/protobuf";
    private static final String SPECIFICATION_VERSION = "1.0";

    private final String topic;
    private final UsageMessages messages;

    UsageRecords(String topic, UsageMessages messages) {
        this.topic = topic;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // Kafka takes a record without a key, but is not annotated.
    ProducerRecord<byte[], byte[]> record(MeteredAttempt attempt, Instant now) {
        UsageAddress address = attempt.grant().usage();
        byte[] key = address.organisation().isEmpty() ? null : bytes(address.organisation());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, address.partition(), key, messages.event(attempt).toByteArray());
        record.headers()
                .add("ce_specversion", bytes(SPECIFICATION_VERSION))
                .add("ce_id", bytes(attempt.grant().id().toString()))
                .add("ce_source", bytes("inference/" + attempt.grant().node().node()))
                .add("ce_type", bytes(TYPE))
                .add("ce_time", bytes(now.toString()))
                .add("content-type", bytes(CONTENT_TYPE));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
