package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the hardware of pools costs the operator by the hour. A rate never changes; a new one begins later.
@Path("/v1/pool-rates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PoolRateResource {

    private static final NanoUsd MOST = NanoUsd.ofUsd("1000000");

    /// @param usdPerHour 0 to 1000000
    /// @param effectiveAt now where absent
    public record NewRate(
            @Nullable String pool,
            @Nullable String usdPerHour,
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
    public Uni<Response> add(NewRate body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "pool and usdPerHour");
        String pool = Fields.label("pool", body.pool());
        NanoUsd rate = LedgerFields.usd("usdPerHour", body.usdPerHour(), 0);
        if (rate.compareTo(MOST) > 0) {
            throw new ProblemException(
                    Problem.invalid("usdPerHour", "the rate is out of range", "0 to " + MOST.toUsd()));
        }
        Optional<Instant> effectiveAt = LedgerFields.time("effectiveAt", body.effectiveAt());
        return ledger.addPoolRate(
                        asker.platform().order("add pool rate", idempotencyKey, body), pool, rate, effectiveAt)
                .map(answer -> Asker.response(answer, 201));
    }

    /// By pool, newest first.
    @GET
    @RolesAllowed(PLATFORM_ADMIN)
    public Uni<List<JsonObject>> rates(
            @QueryParam("pool") @DefaultValue("") String pool, @Nullable @QueryParam("limit") Integer limit) {
        return ledger.poolRates(pool, pages.size(limit));
    }
}
