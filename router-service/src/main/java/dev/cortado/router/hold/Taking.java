package dev.cortado.router.hold;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.tenant.LimitUnit;
import java.time.Instant;
import java.util.List;

/// What came of asking for a hold.
public sealed interface Taking {

    /// All counters had room, and all amounts were taken at once.
    ///
    /// @param rung index of the rung that was taken
    /// @param money what the attempt may cost; less than the rung wanted where it was shrunk
    record Taken(int rung, NanoUsd money, List<HeldAmount> amounts) implements Taking {
        public Taken {
            amounts = List.copyOf(amounts);
        }
    }

    /// Accounting was asked just now, and a limit has no room for any rung.
    ///
    /// @param unit of the limit that is short; money where several are
    /// @param renewsAt when that limit's window ends
    record FallsShort(LimitUnit unit, Instant renewsAt) implements Taking {}

    /// Accounting did not answer in time.
    record Unanswered() implements Taking {}

    /// A counter is not known to accounting (any more), its window ended meanwhile, or the tenant is suspended:
    /// fetch the path anew.
    record PathOutdated() implements Taking {}

    /// Accounting calls the order itself wrong, and would again.
    record Rejected(String why) implements Taking {}

    /// The session ended meanwhile.
    record SessionOver() implements Taking {}
}
