package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who asks for leases. Routers tell by it which of two orders goes before the other.
///
/// @param since when the request that has waited longest for the order began to wait; null where nobody waits
public record Asking(SessionId session, @Nullable Instant since) {}
