package dev.cortado.accounting.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Reports that come as JSON and as CSV: CSV where it is asked for, by header or, as from a browser's address bar, by
/// `?format=csv`; else JSON, whatever else is accepted.
public class CsvRequests {

    static final String TEXT_CSV = "text/csv";

    private static final String REPORT = "/v1/spend";

    @ServerRequestFilter(preMatching = true)
    public void choose(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().equals(REPORT)) {
            String accept = request.getHeaderString(HttpHeaders.ACCEPT);
            boolean csv = "csv".equals(request.getUriInfo().getQueryParameters().getFirst("format"))
                    || (accept != null && accept.contains(TEXT_CSV));
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, csv ? TEXT_CSV : MediaType.APPLICATION_JSON);
        }
    }
}
