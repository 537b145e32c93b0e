package dev.cortado.accounting.client;

import com.google.protobuf.Timestamp;
import dev.cortado.accounting.configuration.RouterCallConfiguration;
import dev.cortado.accounting.profile.Checks;
import dev.cortado.accounting.profile.ProfileBook;
import dev.cortado.accounting.profile.ProfileViews;
import dev.cortado.contracts.v1.GetProfileRequest;
import dev.cortado.contracts.v1.ListProfileVersionsRequest;
import dev.cortado.contracts.v1.ListProfilesReply;
import dev.cortado.contracts.v1.ListProfilesRequest;
import dev.cortado.contracts.v1.ProfileOnVariant;
import dev.cortado.contracts.v1.ProfileRefused.Reason;
import dev.cortado.contracts.v1.ProfileReply;
import dev.cortado.contracts.v1.ProfileServiceGrpc;
import dev.cortado.contracts.v1.ProfileVersion;
import dev.cortado.contracts.v1.RegisterProfileRequest;
import dev.cortado.contracts.v1.RemoveProfileRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Profiles over the routers' gRPC service.
@ApplicationScoped
class RouterProfiles implements ProfileBook {

    private final RouterCalls calls;
    private final Duration writeTimeout;
    private final Duration readTimeout;

    RouterProfiles(RouterCalls calls, RouterCallConfiguration configuration) {
        this.calls = calls;
        this.writeTimeout = configuration.writeTimeout();
        this.readTimeout = configuration.readTimeout();
    }

    @Override
    public CompletionStage<ProfileViews.Version> register(
            String organisation, String name, String text, String task, Optional<Checks> checks) {
        RegisterProfileRequest.Builder request = RegisterProfileRequest.newBuilder()
                .setOrganisationId(organisation)
                .setName(name)
                .setText(text)
                .setTask(task);
        checks.map(ChecksMessages::of).ifPresent(request::setChecks);
        return calls.unary(ProfileServiceGrpc.getRegisterProfileMethod(), request.build(), writeTimeout)
                .thenApply(reply -> toVersion(profile(reply)));
    }

    @Override
    public CompletionStage<List<ProfileViews.Version>> list(String organisation, String after, int limit) {
        ListProfilesRequest request = ListProfilesRequest.newBuilder()
                .setOrganisationId(organisation)
                .setAfter(after)
                .setLimit(limit)
                .build();
        return calls.unary(ProfileServiceGrpc.getListProfilesMethod(), request, readTimeout)
                .thenApply(RouterProfiles::versions);
    }

    @Override
    public CompletionStage<List<ProfileViews.Version>> versions(
            String organisation, String name, int before, int limit) {
        ListProfileVersionsRequest request = ListProfileVersionsRequest.newBuilder()
                .setOrganisationId(organisation)
                .setName(name)
                .setBefore(before)
                .setLimit(limit)
                .build();
        return calls.unary(ProfileServiceGrpc.getListProfileVersionsMethod(), request, readTimeout)
                .thenApply(RouterProfiles::versions);
    }

    @Override
    public CompletionStage<ProfileViews.Profile> profile(
            String organisation, String name, int version, List<String> residency) {
        GetProfileRequest request = GetProfileRequest.newBuilder()
                .setOrganisationId(organisation)
                .setName(name)
                .setVersion(version)
                .addAllResidency(residency)
                .build();
        return calls.unary(ProfileServiceGrpc.getGetProfileMethod(), request, readTimeout)
                .thenApply(reply -> {
                    ProfileVersion found = profile(reply);
                    return new ProfileViews.Profile(
                            toVersion(found),
                            found.getText(),
                            found.hasChecks()
                                    ? Optional.of(ChecksMessages.toChecks(found.getChecks()))
                                    : Optional.empty(),
                            found.getVariantsList().stream()
                                    .map(RouterProfiles::onVariant)
                                    .toList());
                });
    }

    @Override
    public CompletionStage<ProfileViews.Version> remove(String organisation, String name) {
        RemoveProfileRequest request = RemoveProfileRequest.newBuilder()
                .setOrganisationId(organisation)
                .setName(name)
                .build();
        return calls.unary(ProfileServiceGrpc.getRemoveProfileMethod(), request, writeTimeout)
                .thenApply(reply -> toVersion(profile(reply)));
    }

    private static ProfileVersion profile(ProfileReply reply) {
        return switch (reply.getOutcomeCase()) {
            case PROFILE -> reply.getProfile();
            case REFUSED -> throw refused(reply.getRefused());
            case OUTCOME_NOT_SET -> throw new IllegalStateException("the router answered nothing");
        };
    }

    private static List<ProfileViews.Version> versions(ListProfilesReply reply) {
        return switch (reply.getOutcomeCase()) {
            case VERSIONS ->
                reply.getVersions().getVersionsList().stream()
                        .map(RouterProfiles::toVersion)
                        .toList();
            case REFUSED -> throw refused(reply.getRefused());
            case OUTCOME_NOT_SET -> throw new IllegalStateException("the router answered nothing");
        };
    }

    private static ProfileRefused refused(dev.cortado.contracts.v1.ProfileRefused refused) {
        Reason reason = refused.getReason();
        return new ProfileRefused(
                switch (reason) {
                    case UNKNOWN -> ProfileRefused.Reason.UNKNOWN;
                    case LIMIT -> ProfileRefused.Reason.LIMIT;
                    case INVALID, REASON_UNSPECIFIED, UNRECOGNIZED -> ProfileRefused.Reason.INVALID;
                },
                refused.getField(),
                refused.getMessage());
    }

    private static ProfileViews.Version toVersion(ProfileVersion version) {
        Timestamp created = version.getCreatedAt();
        return new ProfileViews.Version(
                version.getOrganisationId(),
                version.getName() + "@" + version.getVersion(),
                version.getName(),
                version.getVersion(),
                Optional.of(version.getTask()).filter(task -> !task.isEmpty()),
                version.getSizeBytes(),
                HexFormat.of().formatHex(version.getSha256().toByteArray()),
                Instant.ofEpochSecond(created.getSeconds(), created.getNanos()));
    }

    private static ProfileViews.OnVariant onVariant(ProfileOnVariant on) {
        boolean priced = on.hasPrices();
        return ProfileViews.OnVariant.of(
                on.getVariantId(),
                on.getCovered(),
                on.hasPromptTokens() ? Optional.of(on.getPromptTokens()) : Optional.empty(),
                priced ? Optional.of(on.getPrices().getPromptPicoUsd()) : Optional.empty(),
                priced ? Optional.of(on.getPrices().getCachedPromptPicoUsd()) : Optional.empty());
    }
}
