package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.pricing.PriceRow;
import dev.cortado.accounting.store.PriceAdministration;
import dev.cortado.accounting.store.PriceStore;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.contracts.unit.PriceVersion;
import io.smallrye.mutiny.Uni;
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
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// The price book: what is in force, what was and will be, and new versions.
@Path("/v1/prices")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PriceResource {

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
    ///
    /// @param effectiveAt when it takes over; absent: now
    public record NewBook(
            @Nullable String version,
            @Nullable String effectiveAt,
            @Nullable List<NewPrice> prices) {}

    private final PriceStore prices;
    private final PriceAdministration administration;
    private final AccountingConfiguration configuration;
    private final Asker asker;
    private final Pages pages;

    PriceResource(
            PriceStore prices,
            PriceAdministration administration,
            AccountingConfiguration configuration,
            Asker asker,
            Pages pages) {
        this.prices = prices;
        this.configuration = configuration;
        this.administration = administration;
        this.asker = asker;
        this.pages = pages;
    }

    /// The version in force, or the one asked for.
    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<TenantViews.PriceVersion> book(@Nullable @QueryParam("version") String version) {
        return found(version).map(PriceViews::of);
    }

    /// The same as CSV, in the form that `import` takes.
    @GET
    @Path("export")
    @Produces(PriceCsv.MEDIA_TYPE)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<String> export(@Nullable @QueryParam("version") String version) {
        return found(version).map(PriceCsv::write);
    }

    /// From the newest on; the next page is what was published before the last ordinal shown.
    @GET
    @Path("versions")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<TenantViews.PriceVersionLine>> versions(
            @QueryParam("before") @DefaultValue("9223372036854775807") String before,
            @Nullable @QueryParam("limit") Integer limit) {
        return prices.versions(Fields.cursor("before", before, "the last ordinal shown"), pages.size(limit));
    }

    /// @param free whether prices of zero are meant
    @POST
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = TenantViews.PriceVersion.class, responseCode = "201")
    public Uni<Response> publish(
            NewBook body,
            @QueryParam("free") @DefaultValue("false") boolean free,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Right right = asker.platform();
        NewBook wanted = Fields.required("body", body, "version and prices");
        EffectiveAt at = EffectiveAt.read(wanted.effectiveAt());
        PriceBook book = book(wanted, at, free);
        return administration
                .publish(
                        right.order("publish prices", idempotencyKey, body), book, PriceViews.of(book), at::mustBeAhead)
                .map(answer -> Asker.response(answer, 201));
    }

    /// A whole book from CSV: all of it, or, where a line does not fit, nothing.
    ///
    /// @param preview true: only says what would change
    @POST
    @Path("import")
    @Consumes(PriceCsv.MEDIA_TYPE)
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = TenantViews.PriceChanges.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "a preview: nothing was published",
            content = @Content(schema = @Schema(implementation = TenantViews.PriceChanges.class)))
    public Uni<Response> importBook(
            String body,
            @Nullable @QueryParam("version") String version,
            @Nullable @QueryParam("effectiveAt") String effectiveAt,
            @QueryParam("free") @DefaultValue("false") boolean free,
            @QueryParam("preview") @DefaultValue("false") boolean preview,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Right right = asker.platform();
        PriceVersion named = PriceReader.version(version);
        EffectiveAt at = EffectiveAt.read(effectiveAt);
        PriceBook book = new PriceBook(
                named, at.time(), PriceCsv.read(body, new PriceReader(named, free, configuration.priceRowsMax())));
        return prices.at(at.time()).flatMap(follows -> {
            TenantViews.PriceChanges changes = PriceViews.changes(book, follows, preview);
            if (preview) {
                at.mustBeAhead();
                return Uni.createFrom().item(Response.ok(changes).build());
            }
            String asked = "version " + named.value() + ", effectiveAt " + (effectiveAt == null ? "now" : effectiveAt)
                    + ", free " + free + ", CSV of SHA-256 " + Fields.sha256(body);
            return administration
                    .publish(right.order("import prices", idempotencyKey, asked), book, changes, at::mustBeAhead)
                    .map(answer -> Asker.response(answer, 201));
        });
    }

    private Uni<PriceBook> found(@Nullable String version) {
        return version == null
                ? prices.current()
                        .map(book -> book.orElseThrow(() -> new ProblemException(
                                Problem.of(404, "not_found", "Not found", "no price is published"))))
                : prices.version(version)
                        .map(book -> book.orElseThrow(
                                () -> new ProblemException(Problem.missing("price version", version))));
    }

    private PriceBook book(NewBook body, EffectiveAt at, boolean free) {
        PriceVersion version = PriceReader.version(body.version());
        List<NewPrice> lines = Fields.required("prices", body.prices(), "at least one price");
        PriceReader reader = new PriceReader(version, free, configuration.priceRowsMax());
        if (lines.isEmpty() || lines.size() > reader.rowsMax()) {
            throw new ProblemException(
                    Problem.invalid("prices", "the length is not allowed", "1 to " + reader.rowsMax()));
        }
        List<PriceRow> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String place = "prices[" + i + "]";
            rows.add(reader.row(place, place + ".", Fields.required(place, lines.get(i), "a price")));
        }
        return new PriceBook(version, at.time(), rows);
    }
}
