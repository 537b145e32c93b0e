package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.configuration.ReportConfiguration;
import dev.cortado.accounting.report.Cursor;
import dev.cortado.accounting.report.FocusBill;
import dev.cortado.accounting.report.FocusColumn;
import dev.cortado.accounting.report.SpendQuery;
import dev.cortado.accounting.store.FocusStore;
import dev.cortado.accounting.store.SpendStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Spend, grouped and filtered: in pages as JSON, whole as CSV (`Accept: text/csv`, or `?format=csv`), or as a bill in
/// FOCUS's columns.
@Path("/v1/spend")
public class SpendResource {

    private final SpendStore spend;
    private final FocusStore focus;
    private final ReportConfiguration configuration;
    private final SpendQuestions questions;
    private final Pages pages;

    SpendResource(
            SpendStore spend,
            FocusStore focus,
            ReportConfiguration configuration,
            SpendQuestions questions,
            Pages pages) {
        this.spend = spend;
        this.focus = focus;
        this.configuration = configuration;
        this.questions = questions;
        this.pages = pages;
    }

    /// @param limit lines of the page
    /// @param cursor what the page before gave as `next`
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<SpendViews.Report> page(
            @BeanParam SpendParameters parameters,
            @Nullable @QueryParam("limit") Integer limit,
            @Nullable @QueryParam("cursor") String cursor) {
        int size = pages.size(limit);
        boolean operator = questions.seesOperatorCost();
        return questions
                .query(parameters)
                .flatMap(asked -> {
                    Optional<Cursor> behind = behind(cursor, asked);
                    SpendQuery query = behind.map(asked::at).orElse(asked);
                    return spend.page(query, behind, size).map(page -> SpendViews.report(query, page, operator));
                })
                .onFailure()
                .transform(ReportFailures::problem);
    }

    /// Every line of one moment, as the reader takes them; never held whole.
    @GET
    @Produces(CsvRequests.TEXT_CSV)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Multi<String> csv(@BeanParam SpendParameters parameters) {
        boolean operator = questions.seesOperatorCost();
        return questions
                .query(parameters)
                .onItem()
                .transformToMulti(query -> CsvStream.of(
                        SpendViews.csvHead(query.groupings(), operator),
                        spend.all(query).map(line -> SpendViews.csvLine(query.groupings(), line, operator))))
                .onFailure()
                .transform(ReportFailures::problem);
    }

    /// A row for each day, SKU and meter, in the columns of FOCUS 1.3; always CSV. Groupings say nothing here.
    @GET
    @Path("focus")
    @Produces(CsvRequests.TEXT_CSV)
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = CsvRequests.TEXT_CSV, schema = @Schema(type = SchemaType.STRING)))
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Multi<String> focus(@BeanParam SpendParameters parameters) {
        FocusBill bill = new FocusBill(
                configuration.providerName(),
                configuration.hostName(),
                configuration.invoiceIssuerName(),
                configuration.regionId().orElse(""),
                configuration.regionName().orElse(""));
        return questions
                .query(parameters)
                .onItem()
                .transformToMulti(query -> CsvStream.of(
                        FocusColumn.csvHead(), focus.all(query).map(row -> FocusColumn.csvLine(bill, row))))
                .onFailure()
                .transform(ReportFailures::problem);
    }

    /// The cursor's times are as bounded as those of a question, or as the question's own.
    private Optional<Cursor> behind(@Nullable String cursor, SpendQuery query) {
        try {
            Optional<Cursor> behind = Optional.ofNullable(cursor).map(text -> Cursor.parse(text, query));
            long most = Math.max(configuration.daysMax(), query.span().days());
            if (behind.filter(each -> query.at(each).span().days() > most).isPresent()) {
                throw new IllegalArgumentException("the cursor was changed");
            }
            return behind;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid(
                    "cursor",
                    String.valueOf(e.getMessage()),
                    "the `next` of a page of this very query, or none for the first page"));
        }
    }
}
