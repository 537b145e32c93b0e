package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.cortado.accounting.store.AlertStore.Notice;
import dev.cortado.contracts.v1.BudgetEvent;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.LimitWindow;
import dev.cortado.contracts.v1.OperatorNotice;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class BudgetMessagesTest {

    private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void budgetNotice_isAnEventKeyedByItsOrganisation() throws InvalidProtocolBufferException {
        JsonObject alert = new JsonObject("""
                {"id": "alert/7/80", "organisation": "org", "node": "team", "limit": 3, "counter": 7,
                 "unit": "nano-usd", "window": "month", "zone": "Pacific/Auckland",
                 "windowStart": "2026-10-31T11:00:00.000Z", "windowEnd": "2026-11-30T11:00:00.000Z", "hard": true,
                 "percent": 80, "spent": 4611686018427387903, "cap": 4611686018427387904,
                 "crossedAt": "2026-11-24T11:59:59.123Z"}""");
        ProducerRecord<byte[], byte[]> record = BudgetMessages.record(
                "budget.v1", new Notice(1, "budget", "alert/7/80", "", 1, AT, Optional.of(alert)));
        assertEquals("org", text(record.key()));
        assertEquals(
                "dev.cortado.BudgetEvent",
                text(record.headers().lastHeader("ce_type").value()));
        assertEquals("alert/7/80", text(record.headers().lastHeader("ce_id").value()));
        BudgetEvent event = BudgetEvent.parseFrom(record.value());
        assertEquals(LimitUnit.LIMIT_UNIT_NANO_USD, event.getUnit());
        assertEquals(LimitWindow.LIMIT_WINDOW_MONTH, event.getWindow());
        assertEquals(4_611_686_018_427_387_903L, event.getSpent());
        assertEquals("Pacific/Auckland", event.getZone());
        assertEquals(
                Timestamp.newBuilder()
                        .setSeconds(Instant.parse("2026-11-24T11:59:59Z").getEpochSecond())
                        .setNanos(123_000_000)
                        .build(),
                event.getCrossedAt());
        assertEquals("team", event.getNodeId());
    }

    @Test
    void otherNotice_isForTheOperator() throws InvalidProtocolBufferException {
        ProducerRecord<byte[], byte[]> record = BudgetMessages.record(
                "budget.v1", new Notice(9, "dead-letter", "event", "why", 1, AT, Optional.empty()));
        assertEquals(
                "dev.cortado.OperatorNotice",
                text(record.headers().lastHeader("ce_type").value()));
        OperatorNotice notice = OperatorNotice.parseFrom(record.value());
        assertEquals("notice/9", notice.getNoticeId());
        assertEquals("why", notice.getMessage());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
