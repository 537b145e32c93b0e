package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cortado.accounting.configuration.ReportConfiguration;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.report.Forecast;
import dev.cortado.accounting.store.ForecastStore;
import dev.cortado.accounting.store.LimitStore;
import dev.cortado.accounting.store.PathStore;
import dev.cortado.accounting.store.ReportStore;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.NanoUsd;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where a limit will stand when its window ends.
@Path("/v1/limits/{id}/forecast")
@Produces(MediaType.APPLICATION_JSON)
public class ForecastResource {

    private static final String METHOD =
            "the mean of two rates, this window's so far and that of its last tenth, until the window ends";
    private static final String ENDLESS_METHOD = "the rate of the last seven days; the window does not end";

    /// Amounts in the limit's unit; in USD too where that is nano-usd.
    ///
    /// @param state known, too-early or endless
    /// @param atEnd what will be spent by the window's end
    /// @param capReachedAt absent: not within this window, or not known
    /// @param knownFrom when there will be a forecast, where it is too early
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ForecastView(
            long limit,
            String node,
            String unit,
            String window,
            Instant windowStart,
            Instant windowEnd,
            String state,
            String method,
            long cap,
            long spent,
            Optional<Long> atEnd,
            Optional<String> capUsd,
            Optional<String> spentUsd,
            Optional<String> atEndUsd,
            Optional<Boolean> overCap,
            Optional<Instant> capReachedAt,
            Optional<Instant> knownFrom,
            Instant asOf) {}

    private final LimitStore limits;
    private final PathStore paths;
    private final ReportStore reports;
    private final ForecastStore forecasts;
    private final ReportConfiguration configuration;
    private final Asker asker;

    ForecastResource(
            LimitStore limits,
            PathStore paths,
            ReportStore reports,
            ForecastStore forecasts,
            ReportConfiguration configuration,
            Asker asker) {
        this.limits = limits;
        this.paths = paths;
        this.reports = reports;
        this.forecasts = forecasts;
        this.configuration = configuration;
        this.asker = asker;
    }

    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<ForecastView> forecast(@PathParam("id") String asked) {
        long id = LimitFields.id(asked);
        Instant now = Instant.now();
        return limits.subject(id)
                .map(found -> found.orElseThrow(() -> LimitFields.missing(id)))
                .flatMap(limit -> asker.seeOwner("limit", asked, limit.node())
                        .flatMap(seen -> reports.asOf()
                                .flatMap(asOf -> counter(limit.node(), id)
                                        .flatMap(counter -> forecast(seen.organisation(), counter, now, asOf)))))
                .onFailure()
                .transform(ReportFailures::problem);
    }

    /// A limit that was removed has none.
    private Uni<PathCounter> counter(String node, long limit) {
        return paths.counters(node)
                .map(counters -> counters.stream()
                        .filter(counter -> counter.limit().value() == limit)
                        .findFirst()
                        .orElseThrow(() -> LimitFields.missing(limit)));
    }

    private Uni<ForecastView> forecast(String organisation, PathCounter counter, Instant now, Instant asOf) {
        boolean ends = counter.kind() != WindowKind.TOTAL;
        Duration stretch = Forecast.Standing.stretch(counter.window(), ends, now);
        return forecasts
                .recent(organisation, counter.counter().value(), now.minus(stretch))
                .map(recent -> view(
                        counter,
                        Forecast.of(
                                new Forecast.Standing(
                                        counter.window(),
                                        ends,
                                        counter.capInForce(),
                                        counter.spent(),
                                        recent,
                                        stretch,
                                        now),
                                configuration.forecastElapsedMin()),
                        asOf));
    }

    private static ForecastView view(PathCounter counter, Forecast forecast, Instant asOf) {
        Optional<Long> atEnd = forecast instanceof Forecast.Known known ? Optional.of(known.atEnd()) : Optional.empty();
        return new ForecastView(
                counter.limit().value(),
                counter.node(),
                counter.unit().word(),
                counter.kind().word(),
                counter.window().start(),
                counter.window().end(),
                switch (forecast) {
                    case Forecast.Known _ -> "known";
                    case Forecast.TooEarly _ -> "too-early";
                    case Forecast.Endless _ -> "endless";
                },
                forecast instanceof Forecast.Endless ? ENDLESS_METHOD : METHOD,
                counter.capInForce(),
                counter.spent(),
                atEnd,
                usd(counter, Optional.of(counter.capInForce())),
                usd(counter, Optional.of(counter.spent())),
                usd(counter, atEnd),
                atEnd.map(amount -> amount > counter.capInForce()),
                switch (forecast) {
                    case Forecast.Known known -> known.capReachedAt();
                    case Forecast.TooEarly _ -> Optional.empty();
                    case Forecast.Endless endless -> endless.capReachedAt();
                },
                forecast instanceof Forecast.TooEarly early ? Optional.of(early.knownFrom()) : Optional.empty(),
                asOf);
    }

    private static Optional<String> usd(PathCounter counter, Optional<Long> amount) {
        return counter.unit() == LimitUnit.NANO_USD
                ? amount.map(nanos -> NanoUsd.of(nanos).toUsd())
                : Optional.empty();
    }
}
