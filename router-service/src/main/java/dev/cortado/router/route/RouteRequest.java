package dev.cortado.router.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decide.CheckPower;
import dev.cortado.router.decide.WishedProfile;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.profile.Profile;
import dev.cortado.router.tenant.Tenant;
import java.util.Map;
import java.util.Optional;

/// A request to route: who pays, what it asks for.
///
/// @param prompt a sample of its text, to estimate by
/// @param rerunOf the first reservation of the same idempotency key, where that one's answer was lost
/// @param profile the prompt profile, which the wishes know of too
/// @param check what the gateway looks at in the answer, whatever the profile says
/// @param sampled the choices are samples of one answer, which are compared
public record RouteRequest(
        Tenant tenant,
        Wishes wishes,
        PromptSample prompt,
        String requestId,
        Map<String, String> metadata,
        Optional<ReservationId> rerunOf,
        Optional<Profile> profile,
        Check check,
        boolean sampled) {

    /// What a check that the request itself asks for can tell.
    public enum Check {
        /// There is none.
        NONE,
        /// It proves a form, or may find nothing to judge by.
        JUDGES_SOME,
        /// Whether an answer to this message is right.
        DECIDES
    }

    /// Of answers to messages with exactly one sum: 53 of 68 wrong ones were found, and no right one was failed, in a
    /// calibration of eight variants.
    private static final CheckPower ONE_SUM = new CheckPower(.75, 0);

    public RouteRequest {
        metadata = Map.copyOf(metadata);
    }

    /// A request that is no rerun, of a prompt of which nothing is known.
    public RouteRequest(Tenant tenant, Wishes wishes, String requestId, Map<String, String> metadata) {
        this(
                tenant,
                wishes,
                PromptSample.NONE,
                requestId,
                metadata,
                Optional.empty(),
                Optional.empty(),
                Check.NONE,
                false);
    }

    /// The same, and its answer is looked at.
    public RouteRequest asChecked(Check by) {
        return new RouteRequest(tenant, wishes, prompt, requestId, metadata, rerunOf, profile, by, sampled);
    }

    /// The same, of which several samples are compared.
    public RouteRequest asSampled() {
        return new RouteRequest(tenant, wishes, prompt, requestId, metadata, rerunOf, profile, Check.JUDGES_SOME, true);
    }

    /// Whether one text is the answer, whatever is generated for it.
    boolean isOneText() {
        return sampled || wishes.choices() == 1;
    }

    /// Whether the answer is looked at before it is delivered.
    boolean isChecked() {
        return check != Check.NONE || profile.flatMap(Profile::checks).isPresent();
    }

    /// What is known of the check. A profile's rules judge every answer, with the error that the tenant measured.
    CheckPower checkPower() {
        return profile.flatMap(Profile::checks)
                .map(rules -> new CheckPower(1, rules.error()))
                .orElse(check == Check.DECIDES ? ONE_SUM : CheckPower.NONE);
    }

    /// The same with other wishes.
    RouteRequest with(Wishes others) {
        return new RouteRequest(tenant, others, prompt, requestId, metadata, rerunOf, profile, check, sampled);
    }

    /// The same, as its prompt was read for the decision's first attempt.
    RouteRequest asReadFor(Decision decision) {
        SeenPrompt seen = decision.prompt();
        return seen == null ? this : with(prompt.with(seen.features().sentence()));
    }

    /// The same, of whose prompt more is known.
    RouteRequest with(PromptSample read) {
        return new RouteRequest(tenant, wishes, read, requestId, metadata, rerunOf, profile, check, sampled);
    }

    /// The same with a prompt profile.
    public RouteRequest with(Profile found) {
        WishedProfile wished = new WishedProfile(found.task(), found.bytes());
        return new RouteRequest(
                tenant, wishes.with(wished), prompt, requestId, metadata, rerunOf, Optional.of(found), check, sampled);
    }
}
