package dev.cortado.router.route;

import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.profile.ProfileName;
import dev.cortado.router.profile.Profiles;
import dev.cortado.router.profile.Resolution;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Looks up the prompt profile that a request names, in the tenant's own organisation, before it is routed.
///
/// Fails with [IllegalArgumentException] where the name is none, and with [ProfilesAway] where the profile cannot be
/// looked up at present.
public final class Profiled {

    private final Profiles profiles;
    private final Router router;
    private final Explaining explaining;

    public Profiled(Profiles profiles, Router router, Explaining explaining) {
        this.profiles = profiles;
        this.router = router;
        this.explaining = explaining;
    }

    /// Profiles cannot be looked up at present.
    public static final class ProfilesAway extends RuntimeException {

        ProfilesAway(String message) {
            super(message);
        }
    }

    /// @param profile what the request calls it, empty for none
    public CompletionStage<RouteOutcome> route(RouteRequest request, String profile) {
        return with(request, profile, router::route, Function.identity());
    }

    /// @param profile what the request calls it, empty for none
    /// @param escalate the answer of the failed attempt was whole, and did not keep the profile's checks
    public CompletionStage<RouteOutcome> reroute(
            RouteRequest request, String profile, AttemptKey failedAttempt, Optional<Word> word, boolean escalate) {
        return with(
                request, profile, found -> router.reroute(found, failedAttempt, word, escalate), Function.identity());
    }

    /// @param profile what the request calls it, empty for none
    public CompletionStage<RouteOutcome> hedge(RouteRequest request, String profile, AttemptKey running) {
        return with(request, profile, found -> router.hedge(found, running), Function.identity());
    }

    /// @param profile what the request calls it, empty for none
    public CompletionStage<ExplainOutcome> explain(RouteRequest request, String profile) {
        return with(request, profile, explaining::explain, ExplainOutcome.Refused::new);
    }

    private <T> CompletionStage<T> with(
            RouteRequest request,
            String profile,
            Function<RouteRequest, CompletionStage<T>> next,
            Function<RouteOutcome, T> refused) {
        if (profile.isEmpty()) {
            return next.apply(request);
        }
        ProfileName name;
        try {
            name = ProfileName.parse(profile);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    refused.apply(new RouteOutcome.UnknownProfile(String.valueOf(e.getMessage()))));
        }
        return profiles.resolve(request.tenant().organisation(), name).thenCompose(resolution -> switch (resolution) {
            case Resolution.Found(var found) -> next.apply(request.with(found));
            case Resolution.Unknown(String message) ->
                CompletableFuture.completedFuture(refused.apply(new RouteOutcome.UnknownProfile(message)));
            case Resolution.Unavailable(String message) -> CompletableFuture.failedFuture(new ProfilesAway(message));
        });
    }
}
