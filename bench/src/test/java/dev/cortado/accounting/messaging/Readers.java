package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.LogPosition;
import dev.cortado.accounting.posting.Payload;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.UsageEvent;
import java.time.Instant;

/// What accounting makes of the usage log.
public final class Readers {

    private Readers() {}

    public static UsageReader of(Signer signer) {
        return new UsageReader(signer);
    }

    /// The row of an event that is appended to this partition now.
    public static PostingRow row(Signer signer, int partition, UsageEvent event) {
        return of(signer)
                .usage(new LogPosition(partition, 0, Instant.now()), "event", new Payload(event.toByteArray()));
    }
}
