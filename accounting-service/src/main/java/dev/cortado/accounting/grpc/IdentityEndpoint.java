package dev.cortado.accounting.grpc;

import dev.cortado.accounting.change.Change;
import dev.cortado.accounting.identity.PersonChoice;
import dev.cortado.accounting.identity.Resolution;
import dev.cortado.accounting.identity.SecretHash;
import dev.cortado.accounting.identity.StoredKey;
import dev.cortado.accounting.store.IdentityStore;
import dev.cortado.contracts.v1.IdentityChanged;
import dev.cortado.contracts.v1.IdentityRefused;
import dev.cortado.contracts.v1.IdentityService;
import dev.cortado.contracts.v1.ResolveKeyRequest;
import dev.cortado.contracts.v1.ResolvePersonRequest;
import dev.cortado.contracts.v1.ResolveReply;
import dev.cortado.contracts.v1.WatchIdentitiesRequest;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/// Whose a credential is, for gateways.
@GrpcService
public class IdentityEndpoint implements IdentityService {

    private static final int GROUPS_MAX = 1_000;

    private final IdentityStore identities;
    private final Pushes pushes;

    IdentityEndpoint(IdentityStore identities, Pushes pushes) {
        this.identities = identities;
        this.pushes = pushes;
    }

    @Override
    public Uni<ResolveReply> resolveKey(ResolveKeyRequest request) {
        return Failures.guard(() -> {
            SecretHash hash = new SecretHash(request.getSecretSha256().toByteArray());
            return identities
                    .key(request.getPublicId())
                    .map(stored -> StoredKey.resolve(stored, hash))
                    .map(IdentityEndpoint::reply);
        });
    }

    @Override
    public Uni<ResolveReply> resolvePerson(ResolvePersonRequest request) {
        return Failures.guard(() -> {
            if (request.getSubject().isEmpty()) {
                throw new IllegalArgumentException("subject must not be empty");
            }
            if (request.getGroupsCount() > GROUPS_MAX) {
                throw new IllegalArgumentException("groups must be at most " + GROUPS_MAX);
            }
            PersonChoice choice =
                    new PersonChoice(request.getSubject(), request.getOrganisationChoice(), request.getProjectChoice());
            return identities
                    .memberships(PersonChoice.Group.parse(request.getGroupsList()))
                    .map(choice::among)
                    .map(IdentityEndpoint::reply);
        });
    }

    @Override
    public Multi<IdentityChanged> watchIdentities(WatchIdentitiesRequest request) {
        return pushes.from(() -> Pushes.of(IdentityChanged.getDefaultInstance()), IdentityEndpoint::event);
    }

    private static Multi<IdentityChanged> event(Change change) {
        return switch (change) {
            case Change.OfPath path ->
                Pushes.of(IdentityChanged.newBuilder()
                        .setPublicId(path.publicId())
                        .setNodeId(path.node())
                        .build());
            case Change.OfPrices prices -> Multi.createFrom().empty();
            case Change.Recalled recalled -> Multi.createFrom().empty();
        };
    }

    private static ResolveReply reply(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Resolved resolved ->
                ResolveReply.newBuilder().setTenant(Wire.path(resolved.path())).build();
            case Resolution.Refused refused ->
                ResolveReply.newBuilder()
                        .setRefused(IdentityRefused.newBuilder()
                                .setReason(reason(refused.reason()))
                                .setMessage(refused.message())
                                .addAllChoices(refused.choices()))
                        .build();
        };
    }

    private static IdentityRefused.Reason reason(Resolution.Reason reason) {
        return switch (reason) {
            case UNKNOWN -> IdentityRefused.Reason.UNKNOWN;
            case REVOKED -> IdentityRefused.Reason.REVOKED;
            case SUSPENDED -> IdentityRefused.Reason.SUSPENDED;
            case CHOICE_NEEDED -> IdentityRefused.Reason.CHOICE_NEEDED;
            case NOT_A_MEMBER -> IdentityRefused.Reason.NOT_A_MEMBER;
        };
    }
}
