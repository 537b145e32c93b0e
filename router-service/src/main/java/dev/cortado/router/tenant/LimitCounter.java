package dev.cortado.router.tenant;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LimitId;
import java.time.Instant;

/// One limit on a tenant's path in one window, as accounting saw it.
///
/// @param limit the limit that this is a window of
/// @param windowEnd when the next counter takes over; [Instant#MAX] for a limit without a window
/// @param cap in the counter's unit
/// @param committed spent and leased together, over all sessions, in the counter's unit
/// @param asOf accounting's time of these figures
public record LimitCounter(
        CounterId id,
        LimitId limit,
        LimitUnit unit,
        boolean hard,
        Instant windowStart,
        Instant windowEnd,
        long cap,
        long committed,
        Instant asOf) {}
