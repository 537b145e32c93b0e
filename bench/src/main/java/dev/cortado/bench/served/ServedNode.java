package dev.cortado.bench.served;

import dev.cortado.bench.cluster.Member;
import dev.cortado.bench.cluster.ServiceCommands;
import dev.cortado.contracts.v1.NodeReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The packaged inference service, started as the launcher starts it but for ports, threads and variants.
public final class ServedNode implements AutoCloseable {

    private static final String PART = "inference-small";
    private static final Duration START_MAX = Duration.ofMinutes(2);

    private final Told told;
    private final Member member;

    /// What the service is told that differs.
    ///
    /// @param commands how the launcher starts each service
    /// @param grpcPort and, right behind it, the one of health and metrics
    public record Told(Path commands, Path catalogue, List<String> variants, int threads, int grpcPort, Path logs) {

        public Told {
            variants = List.copyOf(variants);
        }
    }

    public ServedNode(Told told) throws IOException {
        this.told = told;
        ServiceCommands.Service service =
                ServiceCommands.read(told.commands()).of(PART).with(changes(told));
        this.member = new Member(PART, () -> service, told.logs());
        member.start();
    }

    private static Map<String, String> changes(Told told) {
        return Map.of(
                "CORTADO_INFERENCE_VARIANTS", String.join(",", told.variants()),
                "CORTADO_INFERENCE_THREADS", Integer.toString(told.threads()),
                "CORTADO_CATALOGUE_FILE", told.catalogue().toString(),
                "CORTADO_INFERENCE_GRPC_PORT", Integer.toString(told.grpcPort()),
                "QUARKUS_HTTP_PORT", Integer.toString(told.grpcPort() + 1));
    }

    /// A connection of its own.
    public NodeCalls connect() {
        return new NodeCalls(told.grpcPort());
    }

    /// What the node says of itself once it serves the variant.
    public NodeReport awaitServing(NodeCalls calls, String variant) throws InterruptedException {
        return calls.awaitServing(variant, START_MAX);
    }

    public Member process() {
        return member;
    }

    @Override
    public void close() {
        member.close();
    }
}
