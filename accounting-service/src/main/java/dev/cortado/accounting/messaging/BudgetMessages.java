package dev.cortado.accounting.messaging;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.cortado.accounting.store.AlertStore.Notice;
import dev.cortado.contracts.v1.BudgetEvent;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.LimitWindow;
import dev.cortado.contracts.v1.OperatorNotice;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Notices as records of `budget.v1`. A notice that is sent twice has the same id twice.
final class BudgetMessages {

    private static final String SOURCE = "accounting";

    private BudgetMessages() {}

    /// The key is the organisation, or what the notice is about: what belongs together stays in order.
    static ProducerRecord<byte[], byte[]> record(String topic, Notice notice) {
        Message message = notice.payload().<Message>map(BudgetMessages::event).orElseGet(() -> operatorNotice(notice));
        String key =
                notice.payload().map(alert -> alert.getString("organisation")).orElse(notice.subject());
        String id = notice.payload().map(alert -> alert.getString("id")).orElse("notice/" + notice.id());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(key), message.toByteArray());
        record.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes(id))
                .add("ce_source", bytes(SOURCE))
                .add(
                        "ce_type",
                        bytes("dev.cortado." + message.getDescriptorForType().getName()))
                .add("ce_time", bytes(notice.createdAt().toString()))
                .add("content-type", bytes("application/protobuf"));
        return record;
    }

    static BudgetEvent event(JsonObject alert) {
        return BudgetEvent.newBuilder()
                .setEventId(alert.getString("id"))
                .setLimitId(alert.getLong("limit"))
                .setCounterId(alert.getLong("counter"))
                .setUnit(LimitUnit.valueOf("LIMIT_UNIT_" + constant(alert.getString("unit"))))
                .setThresholdPercent(alert.getLong("percent"))
                .setSpent(alert.getLong("spent"))
                .setCap(alert.getLong("cap"))
                .setCrossedAt(timestamp(Instant.parse(alert.getString("crossedAt"))))
                .setNodeId(alert.getString("node"))
                .setOrganisationId(alert.getString("organisation"))
                .setWindow(LimitWindow.valueOf("LIMIT_WINDOW_" + constant(alert.getString("window"))))
                .setZone(alert.getString("zone"))
                .setWindowStart(timestamp(Instant.parse(alert.getString("windowStart"))))
                .setWindowEnd(timestamp(Instant.parse(alert.getString("windowEnd"))))
                .setHard(alert.getBoolean("hard"))
                .build();
    }

    private static OperatorNotice operatorNotice(Notice notice) {
        return OperatorNotice.newBuilder()
                .setNoticeId("notice/" + notice.id())
                .setKind(notice.kind())
                .setSubject(notice.subject())
                .setMessage(notice.message())
                .setNoticedAt(timestamp(notice.createdAt()))
                .build();
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
