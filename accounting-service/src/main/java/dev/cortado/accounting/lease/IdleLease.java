package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;

/// A lease of which not everything is posted: some of it may lie idle at its router.
///
/// @param grownSeq of the message by which it last grew
public record IdleLease(SessionId session, LeaseId lease, long grownSeq) {}
