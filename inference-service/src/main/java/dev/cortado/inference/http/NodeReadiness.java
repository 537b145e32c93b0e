package dev.cortado.inference.http;

import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantStatus;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the gRPC server listens, which it does before models load, and at least one variant is ready.
@Readiness
@Singleton
public class NodeReadiness implements HealthCheck {

    private final Node node;
    private final ServingState serving;

    NodeReadiness(Node node, ServingState serving) {
        this.node = node;
        this.serving = serving;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("inference node");
        node.variants().statuses().forEach((id, status) -> response.withData(id.value(), text(status)));
        return response.withData("draining", node.draining())
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
