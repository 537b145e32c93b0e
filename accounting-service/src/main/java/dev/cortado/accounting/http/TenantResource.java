package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.store.TenantStore;
import dev.cortado.accounting.tenant.TenantViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Organisations, their teams and projects.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TenantResource {

    /// What every new tenant needs.
    public record NewTenant(@Nullable String name) {}

    private final TenantStore tenants;
    private final Asker asker;
    private final Pages pages;

    TenantResource(TenantStore tenants, Asker asker, Pages pages) {
        this.tenants = tenants;
        this.asker = asker;
        this.pages = pages;
    }

    @POST
    @Path("organisations")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = TenantViews.Organisation.class, responseCode = "201")
    public Uni<Response> createOrganisation(
            NewTenant body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String name = name(body);
        return tenants.createOrganisation(asker.platform().order("create organisation", idempotencyKey, name), name)
                .map(answer -> Asker.response(answer, 201));
    }

    @GET
    @Path("organisations")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<TenantViews.Organisation>> organisations(
            @QueryParam("after") @DefaultValue("") String after, @Nullable @QueryParam("limit") Integer limit) {
        List<String> names = asker.isPlatformAdmin() ? List.of() : asker.viewedOrganisations();
        if (names.isEmpty() && !asker.isPlatformAdmin()) {
            return Uni.createFrom().item(List.of());
        }
        return tenants.organisations(names, after, pages.size(limit));
    }

    @POST
    @Path("organisations/{id}/suspend")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = TenantViews.Organisation.class, responseCode = "200")
    public Uni<Response> suspend(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return tenants.setOrganisationState(
                        asker.platform().order("suspend organisation", idempotencyKey, id), id, true)
                .map(answer -> Asker.response(answer, 200));
    }

    @POST
    @Path("organisations/{id}/resume")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = TenantViews.Organisation.class, responseCode = "200")
    public Uni<Response> resume(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return tenants.setOrganisationState(
                        asker.platform().order("resume organisation", idempotencyKey, id), id, false)
                .map(answer -> Asker.response(answer, 200));
    }

    @POST
    @Path("organisations/{id}/teams")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Team.class, responseCode = "201")
    public Uni<Response> createTeam(
            @PathParam("id") String id,
            NewTenant body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String name = name(body);
        return asker.administer("organisation", "organisation", id)
                .flatMap(right ->
                        tenants.createTeam(right.order("create team", idempotencyKey, id + "/" + name), id, name))
                .map(answer -> Asker.response(answer, 201));
    }

    @GET
    @Path("organisations/{id}/teams")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<TenantViews.Team>> teams(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("") String after,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        return asker.see("organisation", "organisation", id).flatMap(seen -> tenants.teams(id, after, size));
    }

    @POST
    @Path("teams/{id}/projects")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Project.class, responseCode = "201")
    public Uni<Response> createProject(
            @PathParam("id") String id,
            NewTenant body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String name = name(body);
        return asker.administer("team", "team", id)
                .flatMap(right ->
                        tenants.createProject(right.order("create project", idempotencyKey, id + "/" + name), id, name))
                .map(answer -> Asker.response(answer, 201));
    }

    @GET
    @Path("teams/{id}/projects")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<TenantViews.Project>> projects(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("") String after,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        return asker.see("team", "team", id).flatMap(seen -> tenants.projects(id, after, size));
    }

    private static String name(@Nullable NewTenant body) {
        return Fields.name(
                "name", Fields.required("body", body, "{\"name\": \"...\"}").name());
    }
}
