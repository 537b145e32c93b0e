package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.client.Directories;
import dev.cortado.accounting.configuration.IdentityConfiguration;
import dev.cortado.accounting.identity.DirectoryFailure;
import dev.cortado.accounting.identity.IdentityStep;
import dev.cortado.accounting.identity.IdentityWork;
import dev.cortado.accounting.identity.MemberRole;
import dev.cortado.accounting.store.IdentityTaskStore;
import dev.cortado.accounting.tenant.TenantViews;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// People of an organisation. Keycloak keeps them; what changes here is ordered, and done there soon after.
@Path("/v1/organisations/{id}/members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MemberResource {

    /// @param email by which the person is found, or made
    /// @param username of a person who is made; absent: the email
    /// @param role organisation-admin, viewer or member
    /// @param team the name of a team whose projects they may charge
    public record NewMember(
            @Nullable String email,
            @Nullable String username,
            @Nullable String role,
            @Nullable String team) {}

    /// What is shown of a person: never a token, password or secret.
    public record MemberView(
            String id, String username, String email, boolean enabled, String role, List<String> teams) {}

    private final IdentityTaskStore tasks;
    private final Directories directories;
    private final IdentityConfiguration configuration;
    private final Asker asker;
    private final Pages pages;

    MemberResource(
            IdentityTaskStore tasks,
            Directories directories,
            IdentityConfiguration configuration,
            Asker asker,
            Pages pages) {
        this.tasks = tasks;
        this.directories = directories;
        this.configuration = configuration;
        this.asker = asker;
        this.pages = pages;
    }

    @POST
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Ordered.class, responseCode = "202")
    public Uni<Response> invite(
            @PathParam("id") String id,
            NewMember body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        NewMember member = Fields.required("body", body, "{\"email\": \"...\", \"role\": \"viewer\"}");
        IdentityStep.AddMember step = IdentityWork.invitation(
                PersonFields.email(member.email()),
                Optional.ofNullable(member.username()).map(PersonFields::username),
                Fields.word("role", member.role(), MemberRole.class),
                Optional.ofNullable(member.team()).map(team -> Fields.name("team", team)));
        return asker.administer("organisation", "organisation", id)
                .flatMap(right -> tasks.invite(right.order("invite member", idempotencyKey, id + "/" + step), id, step))
                .map(answer -> Asker.response(answer, 202));
    }

    @DELETE
    @Path("{person}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Ordered.class, responseCode = "202")
    public Uni<Response> remove(
            @PathParam("id") String id,
            @PathParam("person") String person,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String known = PersonFields.person(person);
        return asker.administer("organisation", "organisation", id)
                .flatMap(right ->
                        tasks.remove(right.order("remove member", idempotencyKey, id + "/" + known), id, known))
                .map(answer -> Asker.response(answer, 202));
    }

    /// Asks Keycloak, so it shows what is so there.
    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<List<MemberView>> members(
            @PathParam("id") String id,
            @QueryParam("first") @DefaultValue("0") int first,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        if (first < 0) {
            throw new ProblemException(Problem.invalid("first", "first is negative", "0 or more"));
        }
        return asker.administer("organisation", "organisation", id)
                .flatMap(right -> tasks.tenant(id))
                .flatMap(tenant -> Uni.createFrom()
                        .item(() -> IdentityWork.members(directories.directory(), tenant.orElseThrow(), first, size))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .ifNoItem()
                        .after(configuration.listMax())
                        .failWith(() -> new DirectoryFailure(
                                DirectoryFailure.Kind.UNREACHABLE,
                                "Keycloak did not answer within " + configuration.listMax())))
                .map(found -> found.stream()
                        .map(member -> new MemberView(
                                member.person().id(),
                                member.person().username(),
                                member.person().email(),
                                member.person().enabled(),
                                member.role().word(),
                                member.teams()))
                        .toList());
    }
}
