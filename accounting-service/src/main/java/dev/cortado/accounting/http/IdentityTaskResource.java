package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cortado.accounting.client.Directories;
import dev.cortado.accounting.identity.IdentityStep;
import dev.cortado.accounting.store.IdentityTaskStore;
import dev.cortado.accounting.store.IdentityTaskStore.Kept;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// What is still to be done in Keycloak, what failed, and what was done lately.
@Path("/v1/identity-tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class IdentityTaskResource {

    private static final Set<String> STATES = Set.of("pending", "done", "failed");

    /// @param what its parts, in words
    /// @param byHand an administrator of Keycloak does it, and then says so; else accounting does
    /// @param lastError why the last attempt failed; empty where none did
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record TaskView(
            long id,
            String organisation,
            String kind,
            List<String> what,
            String state,
            boolean byHand,
            int attempts,
            Optional<Instant> nextAt,
            String lastError,
            Instant createdAt,
            Optional<Instant> finishedAt) {}

    private final IdentityTaskStore tasks;
    private final Directories directories;
    private final Asker asker;
    private final Pages pages;

    IdentityTaskResource(IdentityTaskStore tasks, Directories directories, Asker asker, Pages pages) {
        this.tasks = tasks;
        this.directories = directories;
        this.asker = asker;
        this.pages = pages;
    }

    /// An organisation's administrator names their organisation.
    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<List<TaskView>> list(
            @Nullable @QueryParam("organisation") String organisation,
            @Nullable @QueryParam("state") String state,
            @QueryParam("after") @DefaultValue("0") long after,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        if (state != null && !STATES.contains(state)) {
            throw new ProblemException(
                    Problem.invalid("state", "'" + state + "' is not a state", "pending, done or failed"));
        }
        if (organisation == null && !asker.isPlatformAdmin()) {
            throw new ProblemException(
                    Problem.invalid("organisation", "organisation is missing", "the id of your organisation"));
        }
        Uni<?> allowed = organisation == null
                ? Uni.createFrom().voidItem()
                : asker.administer("organisation", "organisation", organisation);
        return allowed.flatMap(
                        seen -> tasks.list(Optional.ofNullable(organisation), Optional.ofNullable(state), after, size))
                .map(found -> found.stream().map(this::view).toList());
    }

    /// A failed task begins anew.
    @POST
    @Path("{task}/retry")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = TenantViews.Ordered.class, responseCode = "200")
    public Uni<Response> retry(
            @PathParam("task") long task, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return tasks.settle(
                        asker.platform().order("retry identity task", idempotencyKey, Long.toString(task)), task, false)
                .map(answer -> Asker.response(answer, 200));
    }

    /// An administrator of Keycloak has done it.
    @POST
    @Path("{task}/done")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = TenantViews.Ordered.class, responseCode = "200")
    public Uni<Response> done(
            @PathParam("task") long task, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return tasks.settle(
                        asker.platform().order("finish identity task", idempotencyKey, Long.toString(task)), task, true)
                .map(answer -> Asker.response(answer, 200));
    }

    private TaskView view(Kept kept) {
        boolean open = kept.state().equals("pending");
        boolean byHand = !directories.provisions();
        return new TaskView(
                kept.task().id(),
                kept.task().organisation().id().value(),
                kept.kind(),
                IdentityStep.byHand(kept.task().organisation(), kept.task().step()),
                kept.state(),
                byHand,
                kept.task().attempts(),
                open && !byHand ? Optional.of(kept.nextAt()) : Optional.empty(),
                kept.lastError(),
                kept.createdAt(),
                kept.finishedAt());
    }
}
