package dev.cortado.router.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decide.WishedProfile;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.profile.Profile;
import dev.cortado.router.tenant.Tenant;
import java.util.Map;
import java.util.Optional;

/// A request to route: who pays, what it asks for.
///
/// @param prompt a sample of its text, to estimate by
/// @param rerunOf the first reservation of the same idempotency key, where that one's answer was lost
/// @param profile the prompt profile, which the wishes know of too
/// @param checked the answer is looked at whatever the profile says
/// @param sampled the choices are samples of one answer, which are compared
public record RouteRequest(
        Tenant tenant,
        Wishes wishes,
        PromptSample prompt,
        String requestId,
        Map<String, String> metadata,
        Optional<ReservationId> rerunOf,
        Optional<Profile> profile,
        boolean checked,
        boolean sampled) {

    public RouteRequest {
        metadata = Map.copyOf(metadata);
    }

    /// A request that is no rerun, of a prompt of which nothing is known.
    public RouteRequest(Tenant tenant, Wishes wishes, String requestId, Map<String, String> metadata) {
        this(tenant, wishes, PromptSample.NONE, requestId, metadata, Optional.empty(), Optional.empty(), false, false);
    }

    /// The same, and its answer is looked at.
    public RouteRequest asChecked() {
        return new RouteRequest(tenant, wishes, prompt, requestId, metadata, rerunOf, profile, true, sampled);
    }

    /// The same, of which several samples are compared.
    public RouteRequest asSampled() {
        return new RouteRequest(tenant, wishes, prompt, requestId, metadata, rerunOf, profile, true, true);
    }

    /// Whether one text is the answer, whatever is generated for it.
    boolean isOneText() {
        return sampled || wishes.choices() == 1;
    }

    /// Whether the answer is looked at before it is delivered.
    boolean isChecked() {
        return checked || profile.flatMap(Profile::checks).isPresent();
    }

    /// The same with other wishes.
    RouteRequest with(Wishes others) {
        return new RouteRequest(tenant, others, prompt, requestId, metadata, rerunOf, profile, checked, sampled);
    }

    /// The same with a prompt profile.
    public RouteRequest with(Profile found) {
        WishedProfile wished = new WishedProfile(found.task(), found.bytes());
        return new RouteRequest(
                tenant,
                wishes.with(wished),
                prompt,
                requestId,
                metadata,
                rerunOf,
                Optional.of(found),
                checked,
                sampled);
    }
}
