package dev.cortado.bench.faults;

import dev.cortado.bench.cluster.Member;
import dev.cortado.bench.cluster.Proxy;
import dev.cortado.bench.cluster.ServiceCommands;
import dev.cortado.bench.cluster.ServiceCommands.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The bench's services: two accountings, four routers, two nodes, one gateway, and the proxies between them.
final class Fleet implements AutoCloseable {

    static final int ROUTERS = 4;
    private static final int ACCOUNTINGS = 2;
    private static final int NODES = 2;
    private static final int CLOCK_OFF_MILLIS_MAX = 800;
    private static final String POOL = "cpu-small";
    private static final int SLOTS = 64;
    private static final int MICROS_A_TOKEN = 5_000;

    private final ServiceCommands commands;
    private final int base;
    private final SplittableRandom random;
    private final List<Member> accountings = new ArrayList<>();
    private final List<Member> routers = new ArrayList<>();
    private final List<Member> nodes = new ArrayList<>();
    private final Member gateway;
    private final List<Proxy> proxies = new ArrayList<>();

    Fleet(ServiceCommands commands, int base, String variants, Path logs, SplittableRandom random) throws IOException {
        this.commands = commands;
        this.base = base;
        this.random = random;
        for (int n = 0; n < ACCOUNTINGS; n++) {
            int number = n;
            accountings.add(new Member("accounting-" + (n + 1), () -> accounting(number), logs));
        }
        proxies.add(new Proxy(accountingProxy(), ports(ACCOUNTINGS, this::accountingGrpc)));
        for (int n = 0; n < ROUTERS; n++) {
            int number = n;
            routers.add(new Member("router-" + (n + 1), () -> router(number), logs));
            proxies.add(new Proxy(routerProxy(n), List.of(routerGrpc(n))));
        }
        for (int n = 0; n < NODES; n++) {
            int number = n;
            nodes.add(new Member("node-" + (n + 1), () -> node(number, variants), logs));
            proxies.add(new Proxy(nodeProxy(n), List.of(nodeGrpc(n))));
        }
        gateway = new Member("gateway", this::gateway, logs);
    }

    private static List<Integer> ports(int count, java.util.function.IntUnaryOperator port) {
        return IntStream.range(0, count).map(port).boxed().toList();
    }

    void startAccounting() throws IOException {
        for (Member each : accountings) {
            each.start();
        }
    }

    void startRest() throws IOException {
        for (Member each : nodes) {
            each.start();
        }
        for (Member each : routers) {
            each.start();
        }
        gateway.start();
    }

    int gatewayPort() {
        return base;
    }

    int accountingHealth() {
        return base + 11;
    }

    List<Member> routers() {
        return List.copyOf(routers);
    }

    List<Member> accountings() {
        return List.copyOf(accountings);
    }

    List<Member> nodes() {
        return List.copyOf(nodes);
    }

    List<Proxy> proxies() {
        return List.copyOf(proxies);
    }

    /// The routers' addresses as the gateway knows them: by these names it prefers one.
    List<String> routerAddresses() {
        return IntStream.range(0, ROUTERS)
                .mapToObj(n -> "127.0.0.1:" + routerProxy(n))
                .toList();
    }

    Set<String> unreachableRouters() {
        return routers.stream()
                .filter(router -> !router.reachable())
                .map(Member::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Service accounting(int n) {
        return shortLived("accounting")
                .with(Map.of(
                        "CORTADO_ACCOUNTING_IDENTITY_PROVISIONING", "none",
                        "QUARKUS_GRPC_SERVER_PORT", Integer.toString(accountingGrpc(n)),
                        "QUARKUS_HTTP_PORT", Integer.toString(base + 11 + 2 * n)));
    }

    private Service router(int n) {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("CORTADO_ROUTER_NAME", "router-" + (n + 1));
        changes.put("CORTADO_ROUTER_GRPC_PORT", Integer.toString(routerGrpc(n)));
        changes.put("QUARKUS_HTTP_PORT", Integer.toString(base + 21 + 2 * n));
        changes.put("CORTADO_ACCOUNTING_ADDRESS", "127.0.0.1:" + accountingProxy());
        changes.put("CORTADO_ROUTER_CLOCK_OFFSET", clockOff() + "ms");
        changes.put(
                "CORTADO_ROUTER_NODES",
                IntStream.range(0, NODES)
                        .mapToObj(each -> "127.0.0.1:" + nodeProxy(each))
                        .collect(Collectors.joining(",")));
        return shortLived("router").with(changes);
    }

    /// A process that may live for a minute spends more on optimising itself than it gains.
    private Service shortLived(String name) {
        Service service = commands.of(name);
        return new Service(
                service.command().stream()
                        .map(word -> word.replace("-XX:TieredStopAtLevel=4", "-XX:TieredStopAtLevel=1"))
                        .toList(),
                service.environment());
    }

    private Service gateway() {
        return commands.of("gateway")
                .with(Map.of(
                        "QUARKUS_HTTP_PORT", Integer.toString(base),
                        "QUARKUS_MANAGEMENT_PORT", Integer.toString(base + 1),
                        "CORTADO_ACCOUNTING_ADDRESS", "127.0.0.1:" + accountingProxy(),
                        "CORTADO_GATEWAY_ROUTERS_ADDRESSES", String.join(",", routerAddresses())));
    }

    /// A node on this program's own classes.
    private Service node(int n, String variants) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx160m",
                "-cp",
                System.getProperty("java.class.path").replace("::", File.pathSeparator),
                "dev.cortado.bench.node.BenchNode",
                "node-" + (n + 1),
                POOL,
                Integer.toString(nodeGrpc(n)),
                variants,
                Integer.toString(SLOTS),
                Integer.toString(MICROS_A_TOKEN),
                Integer.toString(clockOff()));
        return new Service(command, commands.of("router").environment());
    }

    /// Off by less than the skew that the protocol allows; each start of a process has another clock.
    private int clockOff() {
        synchronized (random) {
            return random.nextInt(-CLOCK_OFF_MILLIS_MAX, CLOCK_OFF_MILLIS_MAX + 1);
        }
    }

    private int accountingGrpc(int n) {
        return base + 10 + 2 * n;
    }

    private int accountingProxy() {
        return base + 18;
    }

    private int routerGrpc(int n) {
        return base + 20 + 2 * n;
    }

    private int routerProxy(int n) {
        return base + 30 + n;
    }

    private int nodeGrpc(int n) {
        return base + 40 + n;
    }

    private int nodeProxy(int n) {
        return base + 45 + n;
    }

    @Override
    public void close() {
        gateway.close();
        routers.forEach(Member::close);
        nodes.forEach(Member::close);
        accountings.forEach(Member::close);
        proxies.forEach(Proxy::close);
    }
}
