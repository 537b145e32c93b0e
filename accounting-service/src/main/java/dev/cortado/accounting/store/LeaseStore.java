package dev.cortado.accounting.store;

import dev.cortado.accounting.lease.IdleLease;
import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseGrant;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Leases, by one call of `grant_leases` an order.
@ApplicationScoped
public class LeaseStore {

    private final Database database;

    LeaseStore(Database database) {
        this.database = database;
    }

    /// Where idle slack of other sessions may cover the want, and not all of it was called back, nothing is done and
    /// [LeaseAnswer.RecallFirst] says whose.
    public Uni<LeaseAnswer> order(LeaseOrder order, Recalled recalled) {
        List<Map.Entry<LeaseId, Long>> called = List.copyOf(recalled.movedSeqs().entrySet());
        return database.call(
                        "select grant_leases($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        Tuple.from(Arrays.asList(
                                order.session().value(),
                                order.seq(),
                                order.requestId(),
                                array(order, want -> want.counter().value()),
                                array(order, LeaseWant::floorTotal),
                                array(order, LeaseWant::wantTotal),
                                recalled.last(),
                                called.stream()
                                        .map(each -> each.getKey().value())
                                        .toArray(Long[]::new),
                                called.stream().map(Map.Entry::getValue).toArray(Long[]::new),
                                waitingSince(order))))
                .map(answer -> answer(answer.orElseThrow()));
    }

    private static @Nullable OffsetDateTime waitingSince(LeaseOrder order) {
        Instant since = order.waitingSince();
        return since == null ? null : since.atOffset(ZoneOffset.UTC);
    }

    private static Long[] array(LeaseOrder order, ToLongFunction<LeaseWant> field) {
        return order.wants().stream().map(field::applyAsLong).toArray(Long[]::new);
    }

    private static LeaseAnswer answer(JsonObject answer) {
        String outcome = answer.getString("outcome");
        return switch (outcome) {
            case "granted" ->
                new LeaseAnswer.Granted(
                        objects(answer.getJsonArray("grants")).stream()
                                .map(LeaseStore::grant)
                                .toList(),
                        Database.instant(answer, "asOf"));
            case "refused" ->
                new LeaseAnswer.Refused(
                        LeaseAnswer.Reason.valueOf(answer.getString("reason")),
                        answer.getString("message"),
                        Database.instant(answer, "asOf"));
            case "recall" ->
                new LeaseAnswer.RecallFirst(objects(answer.getJsonArray("leases")).stream()
                        .map(LeaseStore::idle)
                        .toList());
            default -> throw new IllegalStateException("grant_leases answered '" + outcome + "'");
        };
    }

    private static IdleLease idle(JsonObject idle) {
        return new IdleLease(
                new SessionId(idle.getLong("session")),
                new LeaseId(idle.getLong("lease")),
                idle.getLong("moved"),
                idle.getBoolean("kept"));
    }

    private static LeaseGrant grant(JsonObject grant) {
        return new LeaseGrant(
                new LeaseId(grant.getLong("lease")),
                new CounterId(grant.getLong("counter")),
                grant.getLong("granted"),
                Database.instant(grant, "end"),
                grant.getLong("cap"),
                grant.getLong("committed"),
                grant.getLong("spent"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
    }
}
