package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.store.QuarantineStore;
import dev.cortado.accounting.store.QuarantineStore.Found;
import dev.cortado.accounting.store.QuarantineStore.Replayed;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Reads a quarantined record anew, after its cause is mended, and posts it as if it came now in its old place.
@ApplicationScoped
public class QuarantineReplay {

    private final UsageReader reader;
    private final QuarantineStore store;

    QuarantineReplay(UsageReader reader, QuarantineStore store) {
        this.reader = reader;
        this.store = store;
    }

    public Uni<Replayed> replay(long id, Found found, WriteOrder order) {
        return store.isKeyOfAnother(order)
                .flatMap(
                        taken -> taken ? Uni.createFrom().item(new Replayed.KeyTaken()) : replayOnce(id, found, order));
    }

    private Uni<Replayed> replayOnce(long id, Found found, WriteOrder order) {
        if (!found.resolution().isEmpty()) {
            return store.resolved(found);
        }
        return switch (reader.usage(found.position(), found.eventId(), found.payload())) {
            case PostingRow.Quarantined still ->
                Uni.createFrom().item(new Replayed.StillFaulty(still.fault().word(), still.detail()));
            case PostingRow.Usage usage -> store.replay(id, usage, order);
        };
    }
}
