package dev.cortado.accounting.http;

import dev.cortado.accounting.store.ReportStore;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready: the database answers, with the schema in place.
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {

    private static final String NAME = "books";
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final ReportStore reports;

    DatabaseReadiness(ReportStore reports) {
        this.reports = reports;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return reports.asOf()
                .map(asOf -> HealthCheckResponse.named(NAME)
                        .withData("postedThrough", asOf.toString())
                        .up()
                        .build())
                .ifNoItem()
                .after(WAIT_MAX)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> HealthCheckResponse.named(NAME)
                        .withData("failure", String.valueOf(failure.getMessage()))
                        .down()
                        .build());
    }
}
