package dev.cortado.router.route;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.decide.Tried;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Hedge;
import org.jspecify.annotations.Nullable;

/// A request on its way through the router.
///
/// @param earlier the decision that this is a further attempt of, null for a new request
/// @param tried what the attempts before have shown
/// @param tries how often it may still begin anew
/// @param hedge what it is to be where it runs beside an earlier attempt, null where that one is over
record Journey(
        RouteRequest request,
        @Nullable Decision earlier,
        Tried tried,
        int tries,
        @Nullable Hedge hedge) {

    /// One that runs beside no other.
    Journey(RouteRequest request, @Nullable Decision earlier, Tried tried, int tries) {
        this(request, earlier, tried, tries, null);
    }

    OrganisationId organisation() {
        return request.tenant().organisation();
    }

    Journey oneTryLess() {
        return new Journey(request, earlier, tried, tries - 1, hedge);
    }
}
