package dev.cortado.inference.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.UsageEvent;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.meter.UsageLog;
import dev.cortado.inference.verify.Grants;
import dev.cortado.inference.verify.LimitKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaUsageLogTest {

    private static final String TOPIC = "usage.v1";
    private static final Signer SIGNER = new Signer(Map.of("k", new byte[32]));

    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            cluster(), false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final MeteringGate gate = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final KafkaUsageLog log = new KafkaUsageLog(
            producer,
            new UsageRecords(TOPIC, new UsageMessages(SIGNER)),
            gate,
            () -> Grants.NOW,
            Duration.ofMillis(500));
    private final MeteredAttempt attempt = MeteredAttempt.of(
            Grants.grant(List.of(Grants.hold(LimitKind.NANO_USD, 1_000)), 10, true),
            new GenerationEnd.Generated(
                    StopCause.STOP,
                    TokenCount.of(5),
                    TokenCount.of(3),
                    new GenerationTimings(
                            Grants.NOW,
                            Grants.NOW.plusSeconds(1),
                            Duration.ofMillis(2),
                            Duration.ofMillis(30),
                            Duration.ofMillis(500)),
                    ""),
            false);

    @Test
    void append_acknowledged_tellsAndOpensTheGate() throws Exception {
        CompletableFuture<UsageLog.AppendOutcome> outcome = log.append(attempt).toCompletableFuture();
        awaitSent();
        assertTrue(producer.completeNext());
        assertInstanceOf(UsageLog.Appended.class, outcome.get(5, TimeUnit.SECONDS));
        assertTrue(gate.open(Grants.NOW));
    }

    @Test
    void append_refusedByTheBroker_isNotAcknowledgedAndClosesTheGate() throws Exception {
        gate.probeAcknowledged(Grants.NOW);
        CompletableFuture<UsageLog.AppendOutcome> outcome = log.append(attempt).toCompletableFuture();
        awaitSent();
        assertTrue(producer.errorNext(new IllegalStateException("no replicas")));
        assertInstanceOf(UsageLog.NotAcknowledged.class, outcome.get(5, TimeUnit.SECONDS));
        assertFalse(gate.open(Grants.NOW));
    }

    @Test
    void append_neverAnswered_givesUpInTime() throws Exception {
        assertInstanceOf(
                UsageLog.NotAcknowledged.class,
                log.append(attempt).toCompletableFuture().get(5, TimeUnit.SECONDS));
    }

    @Test
    void record_isACloudEventInTheTokensPartition() throws Exception {
        log.append(attempt);
        awaitSent();
        ProducerRecord<byte[], byte[]> record = producer.history().getFirst();
        assertEquals(2, record.partition());
        assertEquals("org-1", text(record.key()));
        assertEquals("1.0", header(record, "ce_specversion"));
        assertEquals(attempt.grant().id().toString(), header(record, "ce_id"));
        assertEquals("dev.cortado.UsageEvent", header(record, "ce_type"));
        assertEquals("application/protobuf", header(record, "content-type"));
        UsageEvent event = UsageEvent.parseFrom(record.value());
        assertEquals(340, event.getCostNanoUsd());
        assertEquals(FinishReason.FINISH_REASON_STOP, event.getFinishReason());
        assertEquals(0.5, event.getBusySeconds());
        assertEquals(30_000, event.getTimeToFirstTokenMicros());
        Receipt receipt = SignedMessages.open(SIGNER, event.getReceipt(), Receipt.getDefaultInstance())
                .orElseThrow();
        assertFalse(receipt.hasAppendedAt());
        assertEquals(event.getCostNanoUsd(), receipt.getCostNanoUsd());
        assertEquals(event.getChargesList(), receipt.getChargesList());
        assertEquals(340, receipt.getCharges(0).getCharged());
        assertEquals(1_000, receipt.getCharges(0).getHeld());
    }

    private void awaitSent() throws InterruptedException {
        for (int i = 0; i < 500 && producer.history().isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertEquals(1, producer.history().size());
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Cluster cluster() {
        Node broker = new Node(0, "127.0.0.1", 1);
        Node[] replicas = {broker};
        List<PartitionInfo> partitions = java.util.stream.IntStream.range(0, 4)
                .mapToObj(partition -> new PartitionInfo(TOPIC, partition, broker, replicas, replicas))
                .toList();
        return new Cluster("test", List.of(broker), partitions, java.util.Set.of(), java.util.Set.of());
    }
}
