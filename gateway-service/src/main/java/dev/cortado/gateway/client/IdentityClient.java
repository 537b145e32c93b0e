package dev.cortado.gateway.client;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.v1.IdentityRefused;
import dev.cortado.contracts.v1.ResolveKeyRequest;
import dev.cortado.contracts.v1.ResolvePersonRequest;
import dev.cortado.contracts.v1.ResolveReply;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.gateway.authenticate.ApiKey;
import dev.cortado.gateway.authenticate.Identities;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.authenticate.Person;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.configuration.CallConfiguration;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// IdentityService: whom a key or a person belongs to.
@ApplicationScoped
public class IdentityClient implements Identities {

    private static final Logger LOG = Logger.getLogger(IdentityClient.class);

    private final UnaryCalls calls;
    private final CallConfiguration configuration;
    private final SocketAddress address;

    IdentityClient(
            UnaryCalls calls,
            CallConfiguration configuration,
            @ConfigProperty(name = "cortado.accounting.address", defaultValue = "127.0.0.1:27404") String address) {
        this.calls = calls;
        this.configuration = configuration;
        this.address = UnaryCalls.address(address);
    }

    @Override
    public CompletionStage<Identification> resolveKey(ApiKey key) {
        ResolveKeyRequest request = ResolveKeyRequest.newBuilder()
                .setPublicId(key.publicId())
                .setSecretSha256(ByteString.copyFrom(HexFormat.of().parseHex(key.secretSha256())))
                .build();
        return identification(
                calls.call(address, Methods.RESOLVE_KEY, request, configuration.identifyTimeout()),
                "incorrect API key");
    }

    @Override
    public CompletionStage<Identification> resolvePerson(Person person, PayerChoice choice) {
        ResolvePersonRequest request = ResolvePersonRequest.newBuilder()
                .setIssuer(person.issuer())
                .setSubject(person.subject())
                .addAllOrganisations(person.organisations())
                .addAllGroups(person.groups())
                .addAllRoles(person.roles())
                .setOrganisationChoice(choice.organisation())
                .setProjectChoice(choice.project())
                .build();
        return identification(
                calls.call(address, Methods.RESOLVE_PERSON, request, configuration.identifyTimeout()),
                "no organisation here knows this person");
    }

    private static CompletionStage<Identification> identification(Future<ResolveReply> reply, String unknown) {
        return reply.map(found -> identification(found, unknown))
                .otherwise(failure -> {
                    LOG.warnf("accounting did not say whose a credential is: %s", failure.toString());
                    return new Identification.Unreachable();
                })
                .toCompletionStage();
    }

    private static Identification identification(ResolveReply reply, String unknown) {
        return switch (reply.getOutcomeCase()) {
            case TENANT -> new Identification.Identified(tenant(reply.getTenant()));
            case REFUSED -> refusal(reply.getRefused(), unknown);
            case OUTCOME_NOT_SET -> new Identification.Unreachable();
        };
    }

    private static Tenant tenant(TenantPath path) {
        return new Tenant(
                new OrganisationId(path.getOrganisationId()),
                new TeamId(path.getTeamId()),
                new ProjectId(path.getProjectId()),
                path.getKeyId(),
                path.getSubject());
    }

    private static Identification refusal(IdentityRefused refused, String unknown) {
        String message = refused.getMessage();
        return switch (refused.getReason()) {
            case UNKNOWN -> new Identification.Unknown(unknown);
            case REVOKED -> new Identification.Unknown("this API key has been revoked");
            case SUSPENDED -> new Identification.Suspended(message.isEmpty() ? "this account is suspended" : message);
            case CHOICE_NEEDED -> new Identification.ChoiceNeeded(message, refused.getChoicesList());
            case NOT_A_MEMBER ->
                new Identification.NotAMember(
                        message.isEmpty() ? "you are not a member of the chosen organisation or project" : message);
            case REASON_UNSPECIFIED, UNRECOGNIZED -> new Identification.Unreachable();
        };
    }
}
