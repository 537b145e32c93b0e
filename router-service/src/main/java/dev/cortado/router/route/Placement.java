package dev.cortado.router.route;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.decide.Option;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.hold.HeldAmount;
import dev.cortado.router.profile.Profile;
import dev.cortado.router.session.AttemptTimes;
import dev.cortado.router.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A placed attempt: everything its token says, and what the gateway is told.
///
/// @param metadata the request's, for reports of its usage
/// @param rerunOf the first reservation of the same idempotency key, where this one runs it again
/// @param hedge what it is where it runs beside another attempt
/// @param completionWanted what the client wants at most
/// @param completionSurely what the hold surely pays for; all that is wanted where it may not be shortened
public record Placement(
        AttemptKey key,
        SessionId session,
        Tenant tenant,
        Option option,
        NanoUsd money,
        List<HeldAmount> holds,
        int partition,
        AttemptTimes times,
        TokenCount completionWanted,
        TokenCount completionSurely,
        boolean mayShorten,
        BudgetView budget,
        Map<String, String> metadata,
        Optional<ReservationId> rerunOf,
        Optional<PlacedProfile> profile,
        Optional<Hedge> hedge) {

    /// A prompt profile on the chosen variant.
    ///
    /// @param covered the variant is fine-tuned for it and does not get its text
    public record PlacedProfile(Profile profile, boolean covered) {}

    /// Whether the hold surely pays for less than the client wants.
    public boolean shortened() {
        return completionSurely.compareTo(completionWanted) < 0;
    }
}
