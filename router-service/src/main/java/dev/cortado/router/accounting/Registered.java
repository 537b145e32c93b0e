package dev.cortado.router.accounting;

import dev.cortado.contracts.unit.SessionId;

/// A new session.
///
/// @param usagePartitions partitions of the usage log
public record Registered(SessionId session, SessionTimes times, int usagePartitions) {}
