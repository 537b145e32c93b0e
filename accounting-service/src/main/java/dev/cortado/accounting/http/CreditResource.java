package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.store.LedgerStore;
import dev.cortado.contracts.unit.NanoUsd;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Prepaid credit of an organisation, team, project or key. It is a hard limit in total: what is not paid in is not
/// spent.
@Path("/v1/nodes/{id}/credit")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CreditResource {

    /// @param amountUsd above zero; or amountNanoUsd
    public record NewTopUp(
            @Nullable String amountUsd,
            @Nullable Long amountNanoUsd,
            @Nullable String reason) {}

    private final LedgerStore ledger;
    private final Asker asker;
    private final Pages pages;

    CreditResource(LedgerStore ledger, Asker asker, Pages pages) {
        this.ledger = ledger;
        this.asker = asker;
        this.pages = pages;
    }

    @POST
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.ToppedUp.class, responseCode = "201")
    public Uni<Response> topUp(
            @PathParam("id") String node,
            NewTopUp body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "amountUsd and reason");
        NanoUsd amount = LedgerFields.amount(body.amountUsd(), body.amountNanoUsd());
        String reason = LedgerFields.reason(body.reason());
        return ledger.topUp(
                        asker.platform().order("top up credit", idempotencyKey, node + " " + body),
                        node,
                        amount,
                        reason)
                .map(answer -> Asker.response(answer, 201));
    }

    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    @APIResponseSchema(value = LedgerViews.Credit.class, responseCode = "200")
    public Uni<JsonObject> credit(@PathParam("id") String node) {
        return asker.see("tenant", node)
                .flatMap(seen -> ledger.credit(node))
                .map(credit -> credit.orElseThrow(() -> new ProblemException(Problem.missing("credit of", node)))
                        .put(
                                "balanceUsd",
                                NanoUsd.of(credit.get().getLong("balanceNanoUsd"))
                                        .toUsd()));
    }

    @GET
    @Path("top-ups")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = LedgerViews.TopUp.class)))
    public Uni<List<JsonObject>> topUps(
            @PathParam("id") String node,
            @QueryParam("after") @DefaultValue("0") long after,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        return asker.see("tenant", node).flatMap(seen -> ledger.topUps(node, after, size));
    }
}
