package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.store.TagStore;
import dev.cortado.accounting.tenant.TagSet;
import dev.cortado.accounting.tenant.TenantViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Tags of organisations, teams, projects and keys, by which reports group.
@Path("/v1/nodes/{id}/tags")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TagResource {

    /// @param tags by name; at most 50, names of 1 to 64 characters, values of at most 256
    public record NewTags(@Nullable Map<String, String> tags) {}

    private final TagStore tags;
    private final Asker asker;

    TagResource(TagStore tags, Asker asker) {
        this.tags = tags;
        this.asker = asker;
    }

    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<TenantViews.Tags> tags(@PathParam("id") String node) {
        return asker.see("tenant", node)
                .flatMap(seen -> tags.of(node))
                .map(found -> found.orElseThrow(() -> new ProblemException(Problem.missing("tenant", node))));
    }

    /// Sets these tags and removes all others.
    @PUT
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Tags.class, responseCode = "200")
    public Uni<Response> put(
            @PathParam("id") String node,
            NewTags body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        TagSet set = read(Fields.required("body", body, "{\"tags\": {...}}").tags());
        return asker.administerOwner("tenant", node, node)
                .flatMap(right -> tags.put(right.order("set tags", idempotencyKey, node + " " + set), node, set))
                .map(answer -> Asker.response(answer, 200));
    }

    private static TagSet read(@Nullable Map<String, String> tags) {
        Map<String, String> given = Fields.required("tags", tags, TagSet.EXPECTED);
        try {
            if (given.values().stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a value is null");
            }
            return new TagSet(given);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("tags", String.valueOf(e.getMessage()), TagSet.EXPECTED));
        }
    }
}
