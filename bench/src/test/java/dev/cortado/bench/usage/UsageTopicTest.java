package dev.cortado.bench.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.messaging.Readers;
import dev.cortado.accounting.posting.Fault;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.UsageEvent;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class UsageTopicTest {

    private static final int PARTITION = 3;

    /// A record that accounting does not know for usage it would pass over, or call unreadable.
    @Test
    void record_isReadAsUsage() {
        Signer signer = new Signer(Map.of("key", new byte[Signer.KEY_BYTES_MIN]));

        PostingRow row = Readers.of(signer)
                .read(consumed(UsageTopic.record(PARTITION, "reservation/1", UsageEvent.getDefaultInstance())))
                .orElseThrow();

        assertEquals("reservation/1", row.eventId());
        assertEquals(PARTITION, row.position().partition());
        assertEquals(
                Optional.of(Fault.BAD_TOKEN_SIGNATURE),
                Optional.of(row).map(PostingRow.Quarantined.class::cast).map(PostingRow.Quarantined::fault));
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                0,
                System.currentTimeMillis(),
                TimestampType.LOG_APPEND_TIME,
                record.key().length,
                record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }
}
