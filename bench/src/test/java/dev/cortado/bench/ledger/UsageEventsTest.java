package dev.cortado.bench.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.accounting.messaging.Readers;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.signature.Signer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageEventsTest {

    private static final int PARTITIONS = 8;

    private final Signer signer = new Signer(Map.of("key", new byte[Signer.KEY_BYTES_MIN]));
    private final PathLeases hot = SomePaths.path(1, 0);
    private final UsageEvents events =
            new UsageEvents(new LedgerPaths(List.of(hot), List.of(hot)), signer, PARTITIONS, 1);

    /// What accounting would quarantine is not posted, and so not measured.
    @Test
    void next_isSoundToAccounting_andChargesEachLeaseOfThePath() {
        UsageEvents.Addressed event = events.next();

        PostingRow read = Readers.row(signer, event.partition(), event.event());
        PostingRow.Usage row = assertInstanceOf(PostingRow.Usage.class, read, read::toString);
        assertFalse(row.late());
        assertEquals(hot.session(), row.permission().session().value());
        assertEquals(
                hot.leases(),
                row.permission().holds().stream()
                        .map(hold -> hold.lease().value())
                        .toList());
        assertEquals(
                List.of(row.charge().nanos(), row.charge().nanos(), row.charge().nanos()), row.charged());
    }
}
