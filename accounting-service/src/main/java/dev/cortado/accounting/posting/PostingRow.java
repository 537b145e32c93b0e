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
    /// @param meters what each meter comes to, and its part of the charge
    record Usage(
            LogPosition position,
            String eventId,
            Payload payload,
            Permission permission,
            Metering metering,
            boolean late,
            NanoUsd charge,
            List<Long> charged,
            MeterSplit meters)
            implements PostingRow {}

    /// A record that cannot be posted.
    ///
    /// @param permission where its token could be trusted: its holds stay committed
    /// @param cost where the event could be read: what the node says it cost
    record Quarantined(
            LogPosition position,
            String eventId,
            Payload payload,
            Fault fault,
            String detail,
            Optional<Permission> permission,
            Optional<NanoUsd> cost)
            implements PostingRow {

        public Optional<SessionId> session() {
            return permission.map(Permission::session);
        }

        public List<Hold> holds() {
            return permission.map(Permission::holds).orElseGet(List::of);
        }
    }
}
