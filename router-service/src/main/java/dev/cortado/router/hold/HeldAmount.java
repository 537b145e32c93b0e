package dev.cortado.router.hold;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.router.tenant.LimitUnit;

/// What an attempt may spend of one lease, in the unit of the lease's counter.
public record HeldAmount(LeaseId lease, CounterId counter, LimitUnit unit, long amount) {}
