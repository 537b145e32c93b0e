package dev.cortado.router.route;

import dev.cortado.router.decide.Wishes;
import dev.cortado.router.tenant.Tenant;
import java.util.Map;

/// A request to route: who pays, what it asks for.
public record RouteRequest(Tenant tenant, Wishes wishes, String requestId, Map<String, String> metadata) {

    public RouteRequest {
        metadata = Map.copyOf(metadata);
    }
}
