package dev.cortado.gateway.http;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.report.ReportPage;
import dev.cortado.gateway.report.UtilityReport;
import dev.cortado.gateway.route.Catalogue;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/// `GET /v1/report`: what the tenant's money bought, as JSON or as a page.
@ApplicationScoped
public class Reports {

    private static final String HTML = "text/html; charset=utf-8";

    private final LookUps lookUps;
    private final Catalogue catalogue;
    private final ChatEdge edge;
    private final InstantSource clock;

    Reports(LookUps lookUps, Catalogue catalogue, ChatEdge edge, InstantSource clock) {
        this.lookUps = lookUps;
        this.catalogue = catalogue;
        this.edge = edge;
        this.clock = clock;
    }

    void report(RoutingContext context, Credential credential, PayerChoice choice) {
        HttpServerRequest request = context.request();
        ReportQuery query;
        try {
            query = ReportQuery.of(request.params(), request.getHeader(HttpHeaders.ACCEPT), clock.instant());
        } catch (InvalidRequest invalid) {
            edge.answers().error(request, invalid.error());
            return;
        }
        lookUps.admitted(
                context,
                credential,
                choice,
                tenant -> lookUps.after(request, catalogue.report(tenant, query.span()), reported -> {
                    switch (reported) {
                        case Catalogue.Reported.Made(UtilityReport report) -> answer(request, query, report);
                        case Catalogue.Reported.Unreachable _ -> lookUps.routerAway(request);
                    }
                }));
    }

    private void answer(HttpServerRequest request, ReportQuery query, UtilityReport report) {
        if (query.page()) {
            edge.answers().end(request, 200, HTML, Buffer.buffer(new ReportPage(report).html()));
        } else {
            edge.answers().json(request, 200, ReportJson.of(report));
        }
    }
}
