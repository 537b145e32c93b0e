package dev.cortado.local.flow;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.BenchModule;
import dev.cortado.local.inspect.Reach;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two routers beside the stack's own, each with a gateway that knows only that one: who asks both gateways is served
/// by two routers. They share the stack's accounting, and one node of the benches, whose answers take next to no
/// computing and always as many tokens as are asked for.
final class TwoRouters implements AutoCloseable {

    private static final int ROUTERS = 2;
    private static final int SLOTS = 64;
    private static final int MICROS_A_TOKEN = 5_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final LocalStack stack;
    private final List<Process> processes = new ArrayList<>();
    private final List<URI> gateways = new ArrayList<>();

    private TwoRouters(LocalStack stack) {
        this.stack = stack;
    }

    static TwoRouters beside(LocalStack stack) throws IOException, InterruptedException {
        TwoRouters all = new TwoRouters(stack);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> all.processes.forEach(Process::destroyForcibly)));
        try {
            all.start();
        } catch (IllegalStateException e) {
            all.close();
            throw e;
        }
        return all;
    }

    /// Where the two gateways are asked.
    List<URI> gateways() {
        return List.copyOf(gateways);
    }

    private void start() throws IOException, InterruptedException {
        int node = node();
        List<Integer> health = new ArrayList<>();
        for (int n = 1; n <= ROUTERS; n++) {
            int router = FreePorts.one();
            int routerHealth = FreePorts.one();
            service(
                    "router",
                    n,
                    Map.of(
                            "CORTADO_ROUTER_NAME",
                            "pair-" + n,
                            "CORTADO_ROUTER_GRPC_PORT",
                            Integer.toString(router),
                            "CORTADO_ROUTER_NODES",
                            "127.0.0.1:" + node,
                            "QUARKUS_HTTP_PORT",
                            Integer.toString(routerHealth)));
            int gateway = FreePorts.one();
            int gatewayHealth = FreePorts.one();
            service(
                    "gateway",
                    n,
                    Map.of(
                            "QUARKUS_HTTP_PORT", Integer.toString(gateway),
                            "QUARKUS_MANAGEMENT_PORT", Integer.toString(gatewayHealth),
                            "CORTADO_GATEWAY_ROUTERS_ADDRESSES", "127.0.0.1:" + router));
            gateways.add(URI.create("http://127.0.0.1:" + gateway + "/v1"));
            health.addAll(List.of(routerHealth, gatewayHealth));
        }
        long end = System.nanoTime() + START_LIMIT.toNanos();
        for (int port : health) {
            await(port, end);
        }
    }

    private int node() throws IOException {
        int port = FreePorts.one();
        Path root = Path.of(System.getProperty("cortado.root", "../.."))
                .toAbsolutePath()
                .normalize();
        start(
                "node",
                new BenchModule(root)
                        .program(
                                "dev.cortado.bench.node.BenchNode",
                                List.of("-XX:+UseSerialGC", "-Xmx160m"),
                                List.of(
                                        "pair-node",
                                        "cpu-small",
                                        Integer.toString(port),
                                        stack.variant(Tier.SMALL),
                                        Integer.toString(SLOTS),
                                        Integer.toString(MICROS_A_TOKEN),
                                        "0"),
                                stack.service("router").environment()));
        return port;
    }

    private void service(String service, int number, Map<String, String> changes) throws IOException {
        LocalStack.ServiceCommand known = stack.service(service);
        Map<String, String> environment = new LinkedHashMap<>(known.environment());
        environment.putAll(changes);
        ProcessBuilder builder = new ProcessBuilder(known.command());
        builder.environment().putAll(environment);
        start("pair-" + service + "-" + number, builder);
    }

    private void start(String name, ProcessBuilder builder) throws IOException {
        Path log = stack.dataDirectory().resolve("logs").resolve(name + ".log");
        processes.add(builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    private void await(int healthPort, long end) throws InterruptedException {
        while (!Reach.answers("http://127.0.0.1:" + healthPort + "/q/health/ready")) {
            if (System.nanoTime() > end || !processes.stream().allMatch(Process::isAlive)) {
                throw new IllegalStateException("a router or gateway is not ready; its log is in "
                        + stack.dataDirectory().resolve("logs"));
            }
            Thread.sleep(100);
        }
    }

    /// Stops all in order, gateways before routers, so that these return their leases.
    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.destroy();
            try {
                if (!process.waitFor(STOP_LIMIT)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
