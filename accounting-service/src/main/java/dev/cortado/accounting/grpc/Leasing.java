package dev.cortado.accounting.grpc;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.Recalling;
import dev.cortado.accounting.store.Changes;
import dev.cortado.accounting.store.LeaseStore;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.v1.LeaseReply;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Answers an order for leases; where it does not fit, idle slack of live sessions is called back first, briefly.
@ApplicationScoped
class Leasing {

    private final LeaseStore leases;
    private final Changes changes;
    private final Duration recallWait;
    private final MeterRegistry meters;

    Leasing(LeaseStore leases, Changes changes, AccountingConfiguration configuration, MeterRegistry meters) {
        this.leases = leases;
        this.changes = changes;
        this.recallWait = configuration.recallWait();
        this.meters = meters;
    }

    Uni<LeaseReply> order(LeaseOrder order) {
        return order(order, new Recalling());
    }

    private Uni<LeaseReply> order(LeaseOrder order, Recalling recalling) {
        return leases.order(order, recalling.recalled()).flatMap(answer -> switch (answer) {
            case LeaseAnswer.RecallFirst recall -> {
                Map<SessionId, List<LeaseId>> due = recalling.round(recall);
                count("recall");
                Uni<Void> telling = due.isEmpty() ? Uni.createFrom().voidItem() : changes.recall(due, order.asking());
                yield telling.onItem().delayIt().by(recallWait).flatMap(told -> order(order, recalling));
            }
            case LeaseAnswer.Granted granted -> Uni.createFrom().item(reply(granted));
            case LeaseAnswer.Refused refused -> Uni.createFrom().item(reply(refused));
        });
    }

    private LeaseReply reply(LeaseAnswer answer) {
        return switch (answer) {
            case LeaseAnswer.Granted granted -> {
                count("granted");
                yield LeaseReply.newBuilder()
                        .setGranted(Wire.granted(granted))
                        .setAsOf(Wire.timestamp(granted.asOf()))
                        .build();
            }
            case LeaseAnswer.Refused refused -> {
                count(refused.reason().name().toLowerCase(Locale.ROOT));
                yield LeaseReply.newBuilder()
                        .setRefused(Wire.refused(refused))
                        .setAsOf(Wire.timestamp(refused.asOf()))
                        .build();
            }
            case LeaseAnswer.RecallFirst recall ->
                throw new IllegalStateException("a last order was answered with a recall");
        };
    }

    private void count(String outcome) {
        meters.counter("cortado.accounting.lease.orders", "outcome", outcome).increment();
    }
}
