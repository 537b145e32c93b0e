package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.configuration.ReportConfiguration;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.report.Spend;
import dev.cortado.accounting.store.PathStore;
import dev.cortado.accounting.store.ReportStore;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// What was spent, and what one request cost.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ReportResource {

    /// @param asOf whatever the usage log took in before is in
    public record SpendView(
            String node,
            LocalDate from,
            LocalDate through,
            String chargedUsd,
            long chargedNanoUsd,
            String operatorBorneUsd,
            long attempts,
            long promptTokens,
            long completionTokens,
            Instant asOf) {}

    /// Amounts in the counter's unit; in USD too where that is nano-usd.
    public record CounterView(
            long counter,
            long limit,
            String node,
            String unit,
            String window,
            boolean hard,
            Instant windowStart,
            Instant windowEnd,
            long cap,
            long committed,
            long spent,
            Optional<String> capUsd,
            Optional<String> spentUsd,
            Instant asOf) {}

    private final ReportStore reports;
    private final PathStore paths;
    private final ReportConfiguration configuration;
    private final Asker asker;

    ReportResource(ReportStore reports, PathStore paths, ReportConfiguration configuration, Asker asker) {
        this.reports = reports;
        this.paths = paths;
        this.configuration = configuration;
        this.asker = asker;
    }

    /// By the days (UTC) of the requests, at most as many as a report may cover; this month where none are given.
    @GET
    @Path("nodes/{id}/spend")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<SpendView> spend(
            @PathParam("id") String id,
            @Nullable @QueryParam("from") String from,
            @Nullable @QueryParam("through") String through) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate last = Fields.date("through", through, today);
        LocalDate first = Fields.date("from", from, last.withDayOfMonth(1));
        if (first.isAfter(last)) {
            throw new ProblemException(Problem.invalid("from", "from is after through", "a day not after " + last));
        }
        long days = ChronoUnit.DAYS.between(first, last) + 1;
        if (days > configuration.daysMax()) {
            throw new ProblemException(Problem.invalid(
                    "from", "the report covers " + days + " days", "at most " + configuration.daysMax()));
        }
        return asker.see("tenant", id)
                .flatMap(node -> reports.spend(id, node, first, last))
                .map(ReportResource::view)
                .onFailure()
                .transform(ReportFailures::problem);
    }

    @GET
    @Path("nodes/{id}/counters")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<CounterView>> counters(@PathParam("id") String id) {
        return asker.see("tenant", id)
                .flatMap(node -> reports.asOf())
                .flatMap(asOf -> paths.counters(id)
                        .map(counters -> counters.stream()
                                .map(counter -> view(counter, asOf))
                                .toList()));
    }

    @GET
    @Path("usage/{reservation}")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    @APIResponseSchema(value = LedgerViews.Usage.class, responseCode = "200")
    public Uni<JsonObject> usage(@PathParam("reservation") String text) {
        ReservationId reservation = Fields.reservation(text);
        return reports.usage(reservation).flatMap(found -> {
            if (found.isEmpty()) {
                throw new ProblemException(Problem.missing("usage of reservation", text));
            }
            JsonArray attempts = new JsonArray();
            found.forEach(each -> attempts.add(asker.isPlatformAdmin() ? each.json() : withoutMargin(each.json())));
            return asker.seeOwner("usage of reservation", text, found.getFirst().organisation())
                    .map(seen -> new JsonObject()
                            .put("reservation", reservation.toString())
                            .put("attempts", attempts));
        });
    }

    /// What the hardware cost is the operator's to know.
    private static JsonObject withoutMargin(JsonObject usage) {
        usage.remove("operator_cost");
        usage.remove("pool_nano_usd_per_hour");
        return usage;
    }

    private static SpendView view(Spend spend) {
        return new SpendView(
                spend.node(),
                spend.from(),
                spend.through(),
                spend.charged().toUsd(),
                spend.charged().nanos(),
                spend.operatorBorne().toUsd(),
                spend.attempts(),
                spend.promptTokens(),
                spend.completionTokens(),
                spend.asOf());
    }

    private static CounterView view(PathCounter counter, Instant asOf) {
        boolean money = counter.unit() == LimitUnit.NANO_USD;
        return new CounterView(
                counter.counter().value(),
                counter.limit().value(),
                counter.node(),
                counter.unit().word(),
                counter.kind().name().toLowerCase(Locale.ROOT),
                counter.hard(),
                counter.window().start(),
                counter.window().end(),
                counter.capInForce(),
                counter.committed(),
                counter.spent(),
                money ? Optional.of(NanoUsd.of(counter.capInForce()).toUsd()) : Optional.empty(),
                money ? Optional.of(NanoUsd.of(counter.spent()).toUsd()) : Optional.empty(),
                asOf);
    }
}
