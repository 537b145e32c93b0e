package dev.cortado.router.route;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.decide.Candidates;
import dev.cortado.router.decision.Decision;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request on its way through the router.
///
/// @param earlier the decision that this is a further attempt of, null for a new request
/// @param failed what is not to be tried again
/// @param tries how often it may still begin anew
record Journey(RouteRequest request, @Nullable Decision earlier, Set<Candidates.Failed> failed, int tries) {

    Journey {
        failed = Set.copyOf(failed);
    }

    OrganisationId organisation() {
        return request.tenant().organisation();
    }

    Journey oneTryLess() {
        return new Journey(request, earlier, failed, tries - 1);
    }
}
