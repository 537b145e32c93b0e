package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.pricing.PoolRate;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// What the hardware of pools costs the operator by the hour, with the electricity it draws. A rate never changes; a
/// new one begins later.
@Path("/v1/pool-rates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PoolRateResource {

    private static final NanoUsd MOST = NanoUsd.ofUsd("1000000");
    private static final NanoUsd KILOWATT_HOUR_MOST = NanoUsd.ofUsd("1000");

    /// @param usdPerHour what the hardware costs, 0 to 1000000
    /// @param watts what it draws, where its electricity is paid beside; 0 to 1000000
    /// @param pue what the building draws for each of these watts, 1 to 10; 1 where absent
    /// @param usdPerKilowattHour 0 to 1000; wanted where `watts` is there
    /// @param effectiveAt now where absent
    public record NewRate(
            @Nullable String pool,
            @Nullable String usdPerHour,
            @Nullable BigDecimal watts,
            @Nullable BigDecimal pue,
            @Nullable String usdPerKilowattHour,
            @Nullable String effectiveAt) {}

    private final LedgerStore ledger;
    private final Asker asker;
    private final Pages pages;

    PoolRateResource(LedgerStore ledger, Asker asker, Pages pages) {
        this.ledger = ledger;
        this.asker = asker;
        this.pages = pages;
    }

    @POST
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.PoolRateView.class, responseCode = "201")
    public Uni<Response> add(NewRate body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "pool and usdPerHour");
        String pool = Fields.label("pool", body.pool());
        Optional<Instant> effectiveAt = LedgerFields.time("effectiveAt", body.effectiveAt());
        return ledger.addPoolRate(
                        asker.platform().order("add pool rate", idempotencyKey, body), pool, rate(body), effectiveAt)
                .map(answer -> Asker.response(answer, 201));
    }

    private static PoolRate rate(NewRate body) {
        NanoUsd hardware = usd("usdPerHour", body.usdPerHour(), MOST);
        if (body.watts() == null) {
            refuseWithoutWatts("pue", body.pue());
            refuseWithoutWatts("usdPerKilowattHour", body.usdPerKilowattHour());
            return PoolRate.ofHardware(hardware);
        }
        return new PoolRate(
                hardware,
                within("watts", body.watts(), PoolRate.WATTS),
                within("pue", body.pue() == null ? BigDecimal.ONE : body.pue(), PoolRate.PUE),
                usd("usdPerKilowattHour", body.usdPerKilowattHour(), KILOWATT_HOUR_MOST));
    }

    private static NanoUsd usd(String field, @Nullable String value, NanoUsd most) {
        NanoUsd amount = LedgerFields.usd(field, value, 0);
        if (amount.compareTo(most) > 0) {
            throw new ProblemException(Problem.invalid(field, "the rate is out of range", "0 to " + most.toUsd()));
        }
        return amount;
    }

    private static BigDecimal within(String field, BigDecimal value, PoolRate.Range range) {
        if (!range.contains(value)) {
            throw new ProblemException(Problem.invalid(field, "the number is out of range", range.toString()));
        }
        return value;
    }

    private static void refuseWithoutWatts(String field, @Nullable Object value) {
        if (value != null) {
            throw new ProblemException(
                    Problem.invalid(field, "without watts it says nothing", "watts beside it, or leave it out"));
        }
    }

    /// By pool, newest first.
    @GET
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = LedgerViews.PoolRateView.class)))
    public Uni<List<JsonObject>> rates(
            @QueryParam("pool") @DefaultValue("") String pool, @Nullable @QueryParam("limit") Integer limit) {
        return ledger.poolRates(pool, pages.size(limit));
    }
}
