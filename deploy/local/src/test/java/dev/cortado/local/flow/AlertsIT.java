package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.v1.BudgetEvent;
import dev.cortado.local.settings.PartPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Thresholds of real spend, as whoever reads `budget.v1` from a real broker hears of them.
class AlertsIT {

    private static final String TOPIC = "budget.v1";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(1);
    /// Several times as long as accounting takes to look again.
    private static final Duration NOTHING_MORE = Duration.ofSeconds(3);

    private static final String CHAT = """
            {"model":"small","max_tokens":1,"messages":[{"role":"user","content":"Say yes."}]}""";

    private static StackUnderTest stack;

    /// What was told of one organisation, in the order of the log.
    private final List<BudgetEvent> told = new ArrayList<>();

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    @Test
    void everyThreshold_isToldOnceForItsWindow_alsoByAnAccountingThatBeginsAnew()
            throws InterruptedException, IOException {
        Tenants.Tenant tenant = new Tenants(stack).create("alerted", "1");
        long hard = limit(tenant.organisation(), "day", 10, true, "50, 100");
        long soft = limit(tenant.project(), "month", 4, false, "100, 200");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            ask(tenant, 5);
            await(consumer, tenant, Set.of(hard + " at 50 of 10", soft + " at 100 of 4"));
            hear(consumer, tenant, NOTHING_MORE);

            long before = Objects.requireNonNull(stack.stack().processes().get("accounting"));
            stack.stack().kill("accounting");
            stack.stack().awaitPart("accounting", before, BACK_WITHIN);
            ask(tenant, 5);
            await(
                    consumer,
                    tenant,
                    Set.of(
                            hard + " at 50 of 10",
                            soft + " at 100 of 4",
                            hard + " at 100 of 10",
                            soft + " at 200 of 4"));
            hear(consumer, tenant, NOTHING_MORE);
        }

        assertEquals(4, told.size(), told::toString);
        assertEquals(
                4, told.stream().map(BudgetEvent::getEventId).distinct().count(), "an id was given to two thresholds");
        assertEquals(429, stack.chat(tenant.key(), CHAT).statusCode(), "the alert of 100 % came at the cap");
        for (BudgetEvent event : told) {
            assertTrue(100 * event.getSpent() >= event.getThresholdPercent() * event.getCap(), event::toString);
            assertTrue(
                    event.getWindowStart().getSeconds() <= event.getCrossedAt().getSeconds(), event::toString);
        }
    }

    private static long limit(String node, String window, long cap, boolean hard, String percents) {
        return stack.admin("POST", "/v1/nodes/" + node + "/limits", """
                        {"unit":"requests","window":"%s","cap":%d,"hard":%s,"alertPercents":[%s]}""".formatted(window, cap, hard, percents))
                .required("id")
                .asLong();
    }

    private static void ask(Tenants.Tenant tenant, int times) throws InterruptedException {
        long end = System.nanoTime() + BACK_WITHIN.toNanos();
        for (int asked = 0; asked < times; ) {
            int status = stack.chat(tenant.key(), CHAT).statusCode();
            asked += status == 200 ? 1 : 0;
            if (status != 200) {
                // Right after accounting is back routers may still say so.
                assertEquals(503, status);
                assertTrue(System.nanoTime() < end, "accounting was not found again");
                Thread.sleep(200);
            }
        }
    }

    private void await(KafkaConsumer<byte[], byte[]> consumer, Tenants.Tenant tenant, Set<String> thresholds)
            throws InvalidProtocolBufferException {
        long end = System.nanoTime() + TOLD_WITHIN.toNanos();
        while (!thresholds().equals(thresholds) && System.nanoTime() < end) {
            hear(consumer, tenant, POLL);
        }
        assertEquals(thresholds, thresholds());
    }

    private Set<String> thresholds() {
        Set<String> thresholds = new HashSet<>();
        told.forEach(event ->
                thresholds.add(event.getLimitId() + " at " + event.getThresholdPercent() + " of " + event.getCap()));
        return thresholds;
    }

    /// Takes what is told meanwhile.
    private void hear(KafkaConsumer<byte[], byte[]> consumer, Tenants.Tenant tenant, Duration time)
            throws InvalidProtocolBufferException {
        byte[] key = tenant.organisation().getBytes(StandardCharsets.UTF_8);
        long end = System.nanoTime() + time.toNanos();
        do {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (Arrays.equals(key, record.key())) {
                    told.add(BudgetEvent.parseFrom(record.value()));
                }
            }
        } while (System.nanoTime() < end);
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:" + stack.stack().port(PartPort.KAFKA),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
