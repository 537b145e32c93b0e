package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.posting.Correction;
import dev.cortado.accounting.store.LedgerStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Refunds, and debits that take refunds back: entries, never edits.
@Path("/v1/corrections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CorrectionResource {

    /// @param reservation the decision id of the response
    /// @param attempt which of its attempts; the first where absent
    /// @param kind refund or debit
    /// @param amountUsd above zero; or amountNanoUsd
    public record NewCorrection(
            @Nullable String reservation,
            @Nullable Integer attempt,
            @Nullable String kind,
            @Nullable String amountUsd,
            @Nullable Long amountNanoUsd,
            @Nullable String reason) {}

    private final LedgerStore ledger;
    private final Asker asker;

    CorrectionResource(LedgerStore ledger, Asker asker) {
        this.ledger = ledger;
        this.asker = asker;
    }

    @POST
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.Correction.class, responseCode = "201")
    public Uni<Response> correct(NewCorrection body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "reservation, kind, amountUsd and reason");
        Correction correction = new Correction(
                Fields.reservation(Fields.required("reservation", body.reservation(), "a decision id")),
                body.attempt() == null ? 1 : body.attempt(),
                Fields.word("kind", body.kind(), Correction.Kind.class),
                LedgerFields.amount(body.amountUsd(), body.amountNanoUsd()),
                LedgerFields.reason(body.reason()));
        return ledger.correct(asker.platform().order("correct charge", idempotencyKey, body), correction)
                .map(answer -> Asker.response(answer, 201));
    }
}
