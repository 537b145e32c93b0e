package dev.cortado.inference.http;

import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantStatus;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the gRPC server listens, which it does before models load, and at least one variant is ready. Says too
/// whether usage can be metered, and if not, why; a node that cannot refuses attempts and is ready all the same.
@Readiness
@Singleton
public class NodeReadiness implements HealthCheck {

    private final Node node;
    private final ServingState serving;
    private final MeteringGate gate;
    private final InstantSource clock = InstantSource.system();

    NodeReadiness(Node node, ServingState serving, MeteringGate gate) {
        this.node = node;
        this.serving = serving;
        this.gate = gate;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("inference node");
        node.variants().statuses().forEach((id, status) -> response.withData(id.value(), text(status)));
        return response.withData("draining", node.draining())
                .withData("metering", gate.closedBecause(clock.instant()).orElse("available"))
                .withData("grpc", serving.listening() ? "listening" : "not listening")
                .status(serving.listening()
                        && !node.draining()
                        && node.variants().anyReady())
                .build();
    }

    private static String text(VariantStatus status) {
        return switch (status) {
            case VariantStatus.Loading(var message) -> "loading: " + message;
            case VariantStatus.Ready ready -> "ready";
            case VariantStatus.Failed(var reason) -> "failed: " + reason;
        };
    }
}
