package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.limit.LimitChange;
import dev.cortado.accounting.limit.LimitTerms;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.store.LimitStore;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.window.WindowKind;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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

/// Limits on organisations, teams, projects and keys: budgets and rates alike.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LimitResource {

    /// @param unit nano-usd, tokens or requests
    /// @param window minute, hour, day, week, month or total
    /// @param zone whose days the window follows; UTC where absent
    /// @param hard whether it refuses, or only counts; true where absent
    /// @param capUsd the cap of a limit in nano-usd, in USD
    /// @param cap the cap in the limit's unit
    /// @param alertPercents of the cap, 1 to 1000, at most 16
    public record NewLimit(
            @Nullable String unit,
            @Nullable String window,
            @Nullable String zone,
            @Nullable Boolean hard,
            @Nullable String capUsd,
            @Nullable Long cap,
            @Nullable List<Integer> alertPercents) {}

    /// What is absent stays. Another window or zone starts at the next boundary.
    public record ChangedLimit(
            @Nullable String window,
            @Nullable String zone,
            @Nullable Boolean hard,
            @Nullable String capUsd,
            @Nullable Long cap,
            @Nullable List<Integer> alertPercents) {}

    private final LimitStore limits;
    private final Asker asker;
    private final Pages pages;

    LimitResource(LimitStore limits, Asker asker, Pages pages) {
        this.limits = limits;
        this.asker = asker;
        this.pages = pages;
    }

    @POST
    @Path("nodes/{id}/limits")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Limit.class, responseCode = "201")
    public Uni<Response> create(
            @PathParam("id") String node,
            NewLimit body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "unit, window and a cap");
        LimitUnit unit = Fields.word("unit", body.unit(), LimitUnit.class);
        LimitTerms terms = new LimitTerms(
                unit,
                Fields.word("window", body.window(), WindowKind.class),
                Fields.zone("zone", body.zone()),
                body.hard() == null || body.hard(),
                LimitFields.cap(unit, body.capUsd(), body.cap()),
                LimitFields.alertPercents(body.alertPercents()));
        return writable("tenant", node, node)
                .flatMap(right ->
                        limits.create(right.order("create limit", idempotencyKey, node + " " + body), node, terms))
                .map(answer -> Asker.response(answer, 201));
    }

    @PUT
    @Path("limits/{id}")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Limit.class, responseCode = "200")
    public Uni<Response> change(
            @PathParam("id") String asked,
            ChangedLimit body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, LimitFields.CHANGEABLE);
        long id = LimitFields.id(asked);
        return subject(id)
                .flatMap(limit -> writable("limit", asked, limit.node()).flatMap(right -> {
                    LimitChange change = change(limit.unit(), body);
                    return limits.change(right.order("change limit", idempotencyKey, id + " " + body), id, change);
                }))
                .map(answer -> Asker.response(answer, 200));
    }

    @DELETE
    @Path("limits/{id}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Limit.class, responseCode = "200")
    public Uni<Response> remove(
            @PathParam("id") String asked, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        long id = LimitFields.id(asked);
        return subject(id)
                .flatMap(limit -> writable("limit", asked, limit.node()))
                .flatMap(right -> limits.remove(right.order("remove limit", idempotencyKey, id), id))
                .map(answer -> Asker.response(answer, 200));
    }

    /// A removed limit too: `inForce` says whether every live router has heard of the removal.
    @GET
    @Path("limits/{id}")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<TenantViews.Limit> limit(@PathParam("id") String asked) {
        long id = LimitFields.id(asked);
        return subject(id)
                .flatMap(limit -> asker.seeOwner("limit", asked, limit.node()))
                .flatMap(seen -> limits.limit(id))
                .map(limit -> limit.orElseThrow(() -> LimitFields.missing(id)));
    }

    @GET
    @Path("nodes/{id}/limits")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<TenantViews.Limit>> limits(
            @PathParam("id") String node,
            @QueryParam("after") @DefaultValue("0") String after,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        long last = Fields.cursor("after", after, "the id of the last limit shown");
        return asker.see("tenant", node).flatMap(seen -> limits.of(node, last, size));
    }

    private Uni<LimitStore.Subject> subject(long id) {
        return limits.subject(id).map(found -> found.orElseThrow(() -> LimitFields.missing(id)));
    }

    /// An organisation's own limits are the platform's to set; what is below them is the organisation's.
    private Uni<Right> writable(String what, String asked, String node) {
        return asker.seeOwner(what, asked, node).map(seen -> {
            Right right = asker.right(seen);
            if (seen.kind().equals("organisation") && !asker.isPlatformAdmin()) {
                throw new ProblemException(Asker.forbidden("only a platform-admin sets the limits of an organisation"));
            }
            return right;
        });
    }

    private static LimitChange change(LimitUnit unit, ChangedLimit body) {
        LimitChange change = new LimitChange(
                body.cap() == null && body.capUsd() == null
                        ? Optional.empty()
                        : Optional.of(LimitFields.cap(unit, body.capUsd(), body.cap())),
                Optional.ofNullable(body.hard()),
                Optional.ofNullable(body.alertPercents()).map(LimitFields::alertPercents),
                Optional.ofNullable(body.window()).map(word -> Fields.word("window", word, WindowKind.class)),
                Optional.ofNullable(body.zone()).map(zone -> Fields.zone("zone", zone)));
        if (change.isEmpty()) {
            throw new ProblemException(Problem.invalid("body", "nothing is to change", LimitFields.CHANGEABLE));
        }
        return change;
    }
}
