package dev.cortado.bench.admission;

import dev.cortado.bench.cluster.Member;
import dev.cortado.bench.cluster.ServiceCommands;
import dev.cortado.bench.cluster.ServiceCommands.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the bench adds to the launcher's PostgreSQL, Kafka, accounting and router: a node that answers at once, and a
/// gateway.
final class Platform implements AutoCloseable {

    private static final String POOL = "cpu-small";
    private static final int SLOTS = 1_024;

    private final Member node;
    private final Member gateway;

    Platform(Plan plan) throws IOException {
        ServiceCommands commands = ServiceCommands.read(plan.commands());
        node = new Member("node", () -> node(plan, commands), plan.logs());
        gateway = new Member("gateway", () -> commands.of("gateway"), plan.logs());
    }

    void startNode() throws IOException {
        node.start();
    }

    void startGateway() throws IOException {
        gateway.start();
    }

    private static Service node(Plan plan, ServiceCommands commands) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.cortado.bench.node.BenchNode",
                "node-1",
                POOL,
                Integer.toString(plan.nodePort()),
                plan.variant(),
                Integer.toString(SLOTS),
                "0",
                "0");
        return new Service(command, commands.of("router").environment());
    }

    @Override
    public void close() {
        gateway.close();
        node.close();
    }
}
