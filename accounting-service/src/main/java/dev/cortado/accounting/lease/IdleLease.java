package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;

/// A lease of which not everything is posted: some of it may lie idle at its router.
///
/// @param movedSeq of the message by which it last grew, or for which its router keeps or kept it from
/// the order that is told of it, since that message's order goes before
/// @param kept whether that message has no answer yet: the router gives the lease up after it, and not
/// sooner
public record IdleLease(SessionId session, LeaseId lease, long movedSeq, boolean kept) {}
