package dev.cortado.router.http;

import dev.cortado.router.grpc.RouterServer;
import dev.cortado.router.session.Admission;
import dev.cortado.router.session.Sessions;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready while the session with accounting admits and the gRPC server listens. A router without its database, and one
/// without nodes, is ready all the same: it answers.
@Readiness
@Singleton
final class RouterReady implements HealthCheck {

    private final Sessions sessions;
    private final RouterServer server;

    RouterReady(Sessions sessions, RouterServer server) {
        this.sessions = sessions;
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("router");
        boolean admits = switch (sessions.admission()) {
            case Admission.Open open -> {
                response.withData("session", open.terms().id().value());
                yield true;
            }
            case Admission.Closed(String why) -> {
                response.withData("session", why);
                yield false;
            }
        };
        return response.withData("grpcPort", server.port())
                .status(admits && server.port() > 0)
                .build();
    }
}
