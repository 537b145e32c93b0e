package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.store.LimitStore;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.window.WindowKind;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits on organisations, teams, projects and keys.
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
    public record NewLimit(
            @Nullable String unit,
            @Nullable String window,
            @Nullable String zone,
            @Nullable Boolean hard,
            @Nullable String capUsd,
            @Nullable Long cap) {}

    /// Either of the two.
    public record NewCap(@Nullable String capUsd, @Nullable Long cap) {}

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
    public Uni<Response> create(
            @PathParam("id") String node,
            NewLimit body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "unit, window and a cap");
        LimitUnit unit = Fields.word("unit", body.unit(), LimitUnit.class);
        WindowKind window = Fields.word("window", body.window(), WindowKind.class);
        var zone = Fields.zone("zone", body.zone());
        boolean hard = body.hard() == null || body.hard();
        long cap = cap(unit, body.capUsd(), body.cap());
        return writable("tenant", node, node)
                .flatMap(right -> limits.create(
                        right.order("create limit", idempotencyKey, node + " " + body),
                        node,
                        unit,
                        window,
                        zone,
                        hard,
                        cap))
                .map(answer -> Asker.response(answer, 201));
    }

    @PUT
    @Path("limits/{id}")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> changeCap(
            @PathParam("id") long id, NewCap body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "capUsd or cap");
        return limits.node(id)
                .map(node -> node.orElseThrow(() -> new ProblemException(Problem.missing("limit", Long.toString(id)))))
                .flatMap(node -> writable("limit", Long.toString(id), node)
                        .flatMap(right -> limits.of(node, pages.most()).flatMap(found -> {
                            TenantViews.Limit limit = found.stream()
                                    .filter(each -> each.id() == id)
                                    .findFirst()
                                    .orElseThrow(
                                            () -> new ProblemException(Problem.missing("limit", Long.toString(id))));
                            long cap = cap(LimitUnit.ofWord(limit.unit()), body.capUsd(), body.cap());
                            return limits.changeCap(
                                    right.order("change cap", idempotencyKey, id + " " + body), id, cap);
                        })))
                .map(answer -> Asker.response(answer, 200));
    }

    @GET
    @Path("nodes/{id}/limits")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<TenantViews.Limit>> limits(@PathParam("id") String node) {
        return asker.see("tenant", node).flatMap(seen -> limits.of(node, pages.most()));
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

    private static long cap(LimitUnit unit, @Nullable String capUsd, @Nullable Long cap) {
        if (unit == LimitUnit.NANO_USD && capUsd != null && cap == null) {
            return Fields.usd("capUsd", capUsd);
        }
        if (capUsd != null) {
            throw new ProblemException(Problem.invalid(
                    "capUsd", "either cap or capUsd, and capUsd only of limits in nano-usd", "one of the two"));
        }
        return Fields.amount("cap", Fields.required("cap", cap, "a whole number in the limit's unit"));
    }
}
