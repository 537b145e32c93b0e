package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.store.SuspensionStore;
import dev.cortado.accounting.tenant.TenantViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Suspending teams, projects and keys, and resuming them: who administers the organisation decides. Organisations
/// themselves are the platform's, see [TenantResource].
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class SuspensionResource {

    private final SuspensionStore suspensions;
    private final Asker asker;

    SuspensionResource(SuspensionStore suspensions, Asker asker) {
        this.suspensions = suspensions;
        this.asker = asker;
    }

    @POST
    @Path("teams/{id}/suspend")
    @APIResponseSchema(value = TenantViews.Team.class, responseCode = "200")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> suspendTeam(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("team", "team", id)
                .flatMap(right -> suspensions.team(right.order("suspend team", idempotencyKey, id), id, true))
                .map(answer -> Asker.response(answer, 200));
    }

    @POST
    @Path("teams/{id}/resume")
    @APIResponseSchema(value = TenantViews.Team.class, responseCode = "200")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> resumeTeam(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("team", "team", id)
                .flatMap(right -> suspensions.team(right.order("resume team", idempotencyKey, id), id, false))
                .map(answer -> Asker.response(answer, 200));
    }

    @POST
    @Path("projects/{id}/suspend")
    @APIResponseSchema(value = TenantViews.Project.class, responseCode = "200")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> suspendProject(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("project", "project", id)
                .flatMap(right -> suspensions.project(right.order("suspend project", idempotencyKey, id), id, true))
                .map(answer -> Asker.response(answer, 200));
    }

    @POST
    @Path("projects/{id}/resume")
    @APIResponseSchema(value = TenantViews.Project.class, responseCode = "200")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> resumeProject(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("project", "project", id)
                .flatMap(right -> suspensions.project(right.order("resume project", idempotencyKey, id), id, false))
                .map(answer -> Asker.response(answer, 200));
    }

    @POST
    @Path("keys/{id}/suspend")
    @APIResponseSchema(value = TenantViews.Key.class, responseCode = "200")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> suspendKey(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("key", "key", id)
                .flatMap(right -> suspensions.key(right.order("suspend key", idempotencyKey, id), id, true))
                .map(answer -> Asker.response(answer, 200));
    }

    @POST
    @Path("keys/{id}/resume")
    @APIResponseSchema(value = TenantViews.Key.class, responseCode = "200")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> resumeKey(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("key", "key", id)
                .flatMap(right -> suspensions.key(right.order("resume key", idempotencyKey, id), id, false))
                .map(answer -> Asker.response(answer, 200));
    }
}
