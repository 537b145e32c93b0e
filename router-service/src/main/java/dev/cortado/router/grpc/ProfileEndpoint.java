package dev.cortado.router.grpc;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.v1.GetProfileRequest;
import dev.cortado.contracts.v1.ListProfileVersionsRequest;
import dev.cortado.contracts.v1.ListProfilesReply;
import dev.cortado.contracts.v1.ListProfilesRequest;
import dev.cortado.contracts.v1.ProfileOnVariant;
import dev.cortado.contracts.v1.ProfileRefused;
import dev.cortado.contracts.v1.ProfileReply;
import dev.cortado.contracts.v1.ProfileVersion;
import dev.cortado.contracts.v1.ProfileVersions;
import dev.cortado.contracts.v1.RegisterProfileRequest;
import dev.cortado.contracts.v1.RemoveProfileRequest;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.profile.Checks;
import dev.cortado.router.profile.Profile;
import dev.cortado.router.profile.ProfileName;
import dev.cortado.router.profile.ProfileRegistry;
import dev.cortado.router.profile.ProfileRegistry.Outcome;
import dev.cortado.router.profile.ProfileStore.Draft;
import dev.cortado.router.profile.ProfileSummary;
import dev.cortado.router.profile.Quotes;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/// The profile service's calls, from message to message.
final class ProfileEndpoint {

    private final ProfileRegistry registry;
    private final Quotes quotes;
    private final TenantRules rules;

    ProfileEndpoint(ProfileRegistry registry, Quotes quotes, TenantRules rules) {
        this.registry = registry;
        this.quotes = quotes;
        this.rules = rules;
    }

    CompletionStage<ProfileReply> register(RegisterProfileRequest request, BooleanSupplier isCancelled) {
        Optional<Checks> checks;
        try {
            checks = request.hasChecks() ? Optional.of(ChecksMessages.toChecks(request.getChecks())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    reply(new Outcome.Invalid("checks", String.valueOf(e.getMessage()))));
        }
        Draft draft = new Draft(request.getName(), request.getTask(), request.getText(), checks);
        return registry.register(organisation(request.getOrganisationId()), draft)
                .thenApply(ProfileEndpoint::reply);
    }

    CompletionStage<ListProfilesReply> list(ListProfilesRequest request, BooleanSupplier isCancelled) {
        return registry.list(organisation(request.getOrganisationId()), request.getAfter(), request.getLimit())
                .thenApply(found -> reply(request.getOrganisationId(), found));
    }

    CompletionStage<ListProfilesReply> versions(ListProfileVersionsRequest request, BooleanSupplier isCancelled) {
        return registry.versions(
                        organisation(request.getOrganisationId()),
                        request.getName(),
                        request.getBefore(),
                        request.getLimit())
                .thenApply(found -> found.isEmpty() && request.getBefore() == 0
                        ? ListProfilesReply.newBuilder()
                                .setRefused(unknown("there is no profile '" + request.getName() + "'"))
                                .build()
                        : reply(request.getOrganisationId(), found));
    }

    CompletionStage<ProfileReply> get(GetProfileRequest request, BooleanSupplier isCancelled) {
        ProfileName name;
        try {
            name = new ProfileName(
                    request.getName(),
                    request.getVersion() == 0 ? OptionalInt.empty() : OptionalInt.of(request.getVersion()));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(ProfileReply.newBuilder()
                    .setRefused(unknown(String.valueOf(e.getMessage())))
                    .build());
        }
        OrganisationId organisation = organisation(request.getOrganisationId());
        Set<String> residency = new HashSet<>(request.getResidencyList());
        residency.addAll(rules.residencyWithin(organisation));
        return registry.find(organisation, name).thenCompose(outcome -> switch (outcome) {
            case Outcome.Done(Profile profile) ->
                quotes.of(profile, residency).thenApply(each -> quoted(profile, each));
            case Outcome.Missing _, Outcome.Invalid _, Outcome.LimitReached _ ->
                CompletableFuture.completedFuture(reply(outcome));
        });
    }

    CompletionStage<ProfileReply> remove(RemoveProfileRequest request, BooleanSupplier isCancelled) {
        return registry.remove(organisation(request.getOrganisationId()), request.getName())
                .thenApply(ProfileEndpoint::reply);
    }

    private static OrganisationId organisation(String id) {
        return new OrganisationId(id);
    }

    private static ProfileReply reply(Outcome outcome) {
        ProfileReply.Builder reply = ProfileReply.newBuilder();
        return switch (outcome) {
            case Outcome.Done(Profile profile) ->
                reply.setProfile(ofProfile(profile)).build();
            case Outcome.Missing(String message) ->
                reply.setRefused(unknown(message)).build();
            case Outcome.Invalid(String field, String message) ->
                reply.setRefused(refused(ProfileRefused.Reason.INVALID, field, message))
                        .build();
            case Outcome.LimitReached(String message) ->
                reply.setRefused(refused(ProfileRefused.Reason.LIMIT, "name", message))
                        .build();
        };
    }

    private static ProfileReply quoted(Profile profile, List<Quotes.Quote> quotes) {
        ProfileVersion.Builder version = ofProfile(profile);
        for (Quotes.Quote quote : quotes) {
            ProfileOnVariant.Builder variant = ProfileOnVariant.newBuilder()
                    .setVariantId(quote.variant().value())
                    .setCovered(quote.covered());
            quote.tokens().ifPresent(tokens -> variant.setPromptTokens(tokens.count()));
            quote.prices().ifPresent(prices -> variant.setPrices(Wire.ofPrices(prices)));
            version.addVariants(variant);
        }
        return ProfileReply.newBuilder().setProfile(version).build();
    }

    private static ProfileVersion.Builder ofProfile(Profile profile) {
        ProfileVersion.Builder version = ProfileVersion.newBuilder()
                .setOrganisationId(profile.organisation().value())
                .setName(profile.name())
                .setVersion(profile.version())
                .setTask(profile.task())
                .setText(profile.text())
                .setSizeBytes(profile.bytes())
                .setSha256(ByteString.copyFrom(profile.sha256()))
                .setCreatedAt(Wire.ofInstant(profile.createdAt()));
        profile.checks().map(ChecksMessages::of).ifPresent(version::setChecks);
        return version;
    }

    private static ListProfilesReply reply(String organisation, List<ProfileSummary> found) {
        ProfileVersions.Builder versions = ProfileVersions.newBuilder();
        found.forEach(summary -> versions.addVersions(ProfileVersion.newBuilder()
                .setOrganisationId(organisation)
                .setName(summary.name())
                .setVersion(summary.version())
                .setTask(summary.task())
                .setSizeBytes(summary.bytes())
                .setSha256(ByteString.copyFrom(HexFormat.of().parseHex(summary.sha256())))
                .setCreatedAt(Wire.ofInstant(summary.createdAt()))));
        return ListProfilesReply.newBuilder().setVersions(versions).build();
    }

    private static ProfileRefused.Builder unknown(String message) {
        return refused(ProfileRefused.Reason.UNKNOWN, "", message);
    }

    private static ProfileRefused.Builder refused(ProfileRefused.Reason reason, String field, String message) {
        return ProfileRefused.newBuilder().setReason(reason).setField(field).setMessage(message);
    }
}
