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

/// API keys. A secret is shown once, when its key is made; lists never show it.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class KeyResource {

    /// @param name what the key is for, for people
    public record NewKey(@Nullable String name) {}

    private final TenantStore tenants;
    private final Asker asker;
    private final Pages pages;

    KeyResource(TenantStore tenants, Asker asker, Pages pages) {
        this.tenants = tenants;
        this.asker = asker;
        this.pages = pages;
    }

    @POST
    @Path("projects/{id}/keys")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.NewKey.class, responseCode = "201")
    public Uni<Response> create(
            @PathParam("id") String id, NewKey body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String name = Fields.label(
                "name", Fields.required("body", body, "{\"name\": \"...\"}").name());
        return asker.administer("project", "project", id)
                .flatMap(right ->
                        tenants.createKey(right.order("create key", idempotencyKey, id + "/" + name), id, name))
                .map(answer -> Asker.response(answer, 201));
    }

    @GET
    @Path("projects/{id}/keys")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<TenantViews.Key>> keys(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("") String after,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        return asker.see("project", "project", id).flatMap(seen -> tenants.keys(id, after, size));
    }

    @POST
    @Path("keys/{id}/revoke")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Key.class, responseCode = "200")
    public Uni<Response> revoke(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("key", "key", id)
                .flatMap(right -> tenants.revokeKey(right.order("revoke key", idempotencyKey, id), id))
                .map(answer -> Asker.response(answer, 200));
    }
}
