package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.report.LedgerDifference;
import dev.cortado.accounting.store.LedgerStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Whether the books agree, and the months they are kept by.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class LedgerResource {

    /// @param balanced nothing differs; on a later page, nothing further
    /// @param next where the next page begins, as `after`
    public record LedgerView(boolean balanced, List<LedgerDifference> differences, Optional<String> next) {}

    private static final Problem TOO_LONG = Problem.of(
            422,
            "verification_too_long",
            "The check of the books takes too long",
            "the check took longer than it may; raise cortado.accounting.report.verify-time-max");

    private final LedgerStore ledger;
    private final Asker asker;
    private final Pages pages;

    LedgerResource(LedgerStore ledger, Asker asker, Pages pages) {
        this.ledger = ledger;
        this.asker = asker;
        this.pages = pages;
    }

    @GET
    @Path("ledger/verify")
    @RolesAllowed(PLATFORM_ADMIN)
    public Uni<LedgerView> verify(
            @Nullable @QueryParam("after") String after, @Nullable @QueryParam("limit") Integer limit) {
        Optional<LedgerDifference> last = Optional.ofNullable(after).map(cursor -> {
            String[] parts = LedgerFields.cursorParts(cursor, 2);
            return new LedgerDifference(parts[0], parts[1], "");
        });
        return ledger.verify(last, pages.size(limit))
                .map(page -> new LedgerView(
                        page.differences().isEmpty(),
                        page.differences(),
                        page.next().map(each -> LedgerFields.cursor(each.check(), each.subject()))))
                .onFailure()
                .transform(failure -> ReportFailures.problem(failure, TOO_LONG));
    }

    /// Closes a month (UTC) that is over; what comes for it later is booked to the next open one.
    @POST
    @Path("periods/{month}/close")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.Month.class, responseCode = "200")
    public Uni<Response> close(
            @PathParam("month") String text, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        YearMonth month = LedgerFields.month(text);
        return ledger.closeMonth(asker.platform().order("close month", idempotencyKey, month), month)
                .map(answer -> Asker.response(answer, 200));
    }

    @GET
    @Path("periods/{month}")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.Month.class, responseCode = "200")
    public Uni<JsonObject> month(@PathParam("month") String text) {
        return ledger.month(LedgerFields.month(text));
    }
}
