package dev.cortado.accounting.posting;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.SessionId;
import java.util.List;
import java.util.Optional;

/// One record of the usage log that leaves a trace in the books.
public sealed interface PostingRow {

    LogPosition position();

    /// CloudEvents id of the record, empty where it has none.
    String eventId();

    /// The record's value as it stands in the log.
    Payload payload();

    /// A sound usage event.
    ///
    /// @param late appended after the token's publish_by: the operator bears it
    /// @param charge the tenant's part of the cost
    /// @param charged what each hold is charged, in the order of the permission's holds
    record Usage(
            LogPosition position,
            String eventId,
            Payload payload,
            Permission permission,
            Metering metering,
            boolean late,
            NanoUsd charge,
            List<Long> charged)
            implements PostingRow {}

    /// A record that cannot be posted; where its token could be trusted, with the holds that stay committed.
    record Quarantined(
            LogPosition position,
            String eventId,
            Payload payload,
            Fault fault,
            String detail,
            Optional<SessionId> session,
            List<Hold> holds)
            implements PostingRow {}
}
