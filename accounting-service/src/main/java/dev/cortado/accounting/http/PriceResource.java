package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.pricing.Lane;
import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.pricing.PriceRow;
import dev.cortado.accounting.store.PriceAdministration;
import dev.cortado.accounting.store.PriceStore;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The price book: what is in force, and new versions.
@Path("/v1/prices")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PriceResource {

    private static final int ROWS_MAX = 10_000;

    /// @param pool absent: every pool
    /// @param lane absent: realtime
    /// @param cachedPromptUsdPerMillion absent: as the prompt
    /// @param cacheWriteUsdPerMillion absent: free
    public record NewPrice(
            @Nullable String variant,
            @Nullable String pool,
            @Nullable String lane,
            @Nullable String promptUsdPerMillion,
            @Nullable String cachedPromptUsdPerMillion,
            @Nullable String cacheWriteUsdPerMillion,
            @Nullable String completionUsdPerMillion) {}

    /// A version, whole.
    public record NewBook(
            @Nullable String version, @Nullable List<NewPrice> prices) {}

    private final PriceStore prices;
    private final PriceAdministration administration;
    private final Asker asker;

    PriceResource(PriceStore prices, PriceAdministration administration, Asker asker) {
        this.prices = prices;
        this.administration = administration;
        this.asker = asker;
    }

    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<TenantViews.PriceVersion> current() {
        return prices.current()
                .map(book -> view(book.orElseThrow(() ->
                        new ProblemException(Problem.of(404, "not_found", "Not found", "no price is published")))));
    }

    @POST
    @RolesAllowed(PLATFORM_ADMIN)
    public Uni<Response> publish(NewBook body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        PriceBook book = book(Fields.required("body", body, "version and prices"));
        return administration
                .publish(asker.platform().order("publish prices", idempotencyKey, body), book, view(book))
                .map(answer -> Asker.response(answer, 201));
    }

    private static PriceBook book(NewBook body) {
        PriceVersion version;
        try {
            version = new PriceVersion(Fields.required("version", body.version(), "a name for the version"));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("version", String.valueOf(e.getMessage()), "such as 2026-12"));
        }
        List<NewPrice> lines = Fields.required("prices", body.prices(), "at least one price");
        if (lines.isEmpty() || lines.size() > ROWS_MAX) {
            throw new ProblemException(Problem.invalid("prices", "the length is not allowed", "1 to " + ROWS_MAX));
        }
        List<PriceRow> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            PriceRow row = row(version, "prices[" + i + "]", lines.get(i));
            if (!seen.add(row.variant() + " " + row.pool() + " " + row.lane())) {
                throw new ProblemException(Problem.invalid(
                        "prices[" + i + "]", "variant, pool and lane are there already", "each combination once"));
            }
            rows.add(row);
        }
        return new PriceBook(version, Instant.now(), rows);
    }

    private static PriceRow row(PriceVersion version, String at, NewPrice line) {
        VariantId variant;
        try {
            variant = new VariantId(Fields.required(at + ".variant", line.variant(), "a variant's id"));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.invalid(at + ".variant", String.valueOf(e.getMessage()), "a variant's id"));
        }
        PicoUsdPerToken prompt = Fields.price(at + ".promptUsdPerMillion", line.promptUsdPerMillion());
        return new PriceRow(
                variant,
                line.pool() == null ? "" : Fields.label(at + ".pool", line.pool()),
                line.lane() == null ? Lane.REALTIME : Fields.word(at + ".lane", line.lane(), Lane.class),
                new TokenPriceList(
                        version,
                        prompt,
                        line.cachedPromptUsdPerMillion() == null
                                ? prompt
                                : Fields.price(at + ".cachedPromptUsdPerMillion", line.cachedPromptUsdPerMillion()),
                        line.cacheWriteUsdPerMillion() == null
                                ? PicoUsdPerToken.FREE
                                : Fields.price(at + ".cacheWriteUsdPerMillion", line.cacheWriteUsdPerMillion()),
                        Fields.price(at + ".completionUsdPerMillion", line.completionUsdPerMillion())));
    }

    private static TenantViews.PriceVersion view(PriceBook book) {
        return new TenantViews.PriceVersion(
                book.version().value(),
                book.effectiveAt(),
                book.rows().stream()
                        .map(row -> new TenantViews.Price(
                                row.variant().value(),
                                row.pool(),
                                row.lane().word(),
                                usd(row.prices().prompt()),
                                usd(row.prices().cachedPrompt()),
                                usd(row.prices().cacheWrite()),
                                usd(row.prices().completion())))
                        .toList());
    }

    private static String usd(PicoUsdPerToken price) {
        BigDecimal usd = BigDecimal.valueOf(price.picos(), 6).stripTrailingZeros();
        return usd.scale() < 0 ? usd.setScale(0).toPlainString() : usd.toPlainString();
    }
}
