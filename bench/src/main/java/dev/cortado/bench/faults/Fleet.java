package dev.cortado.bench.faults;

import dev.cortado.bench.cluster.Member;
import dev.cortado.bench.cluster.ServiceCommands;
import dev.cortado.bench.cluster.ServiceCommands.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The bench's services: accountings, routers, nodes and one gateway, which reach each other by proxies.
final class Fleet implements AutoCloseable {

    private static final int CLOCK_OFF_MILLIS_MAX = 800;
    private static final String POOL = "cpu-small";
    private static final int SLOTS = 64;
    private static final int MICROS_A_TOKEN = 5_000;

    private final ServiceCommands commands;
    private final Lines lines;
    private final Ports ports;
    private final SplittableRandom random;
    private final Map<Part, List<Member>> members = new EnumMap<>(Part.class);
    private final Member gateway;

    Fleet(ServiceCommands commands, Lines lines, String variants, Path logs, SplittableRandom random) {
        this.commands = commands;
        this.lines = lines;
        this.ports = lines.ports();
        this.random = random;
        add(Part.ACCOUNTING, this::accounting, logs);
        add(Part.ROUTER, this::router, logs);
        add(Part.NODE, number -> node(number, variants), logs);
        gateway = new Member("gateway", this::gateway, logs);
    }

    private void add(Part part, IntFunction<Service> service, Path logs) {
        members.put(
                part,
                IntStream.range(0, part.processes())
                        .mapToObj(number -> new Member(name(part, number), () -> service.apply(number), logs))
                        .toList());
    }

    private static String name(Part part, int number) {
        return part.word() + "-" + (number + 1);
    }

    void startAccounting() throws IOException {
        start(Part.ACCOUNTING);
    }

    void startRest() throws IOException {
        start(Part.NODE);
        start(Part.ROUTER);
        gateway.start();
    }

    private void start(Part part) throws IOException {
        for (Member each : members(part)) {
            each.start();
        }
    }

    int gatewayPort() {
        return ports.gateway();
    }

    int accountingHealth() {
        return ports.accountingHttp(0);
    }

    Lines lines() {
        return lines;
    }

    /// The part's processes; none where the launcher keeps them.
    List<Member> members(Part part) {
        return members.getOrDefault(part, List.of());
    }

    /// The routers' addresses as the gateway knows them: by these names it prefers one.
    List<String> routerAddresses() {
        return addresses(Part.ROUTER, ports::routerProxy);
    }

    private static List<String> addresses(Part part, IntUnaryOperator port) {
        return IntStream.range(0, part.processes())
                .map(port)
                .mapToObj(Ports::address)
                .toList();
    }

    Set<String> unreachableRouters() {
        return members(Part.ROUTER).stream()
                .filter(router -> !router.reachable())
                .map(Member::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Service accounting(int n) {
        return lines.leadAccounting(n, shortLived("accounting"))
                .with(Map.of(
                        "CORTADO_ACCOUNTING_IDENTITY_PROVISIONING", "none",
                        "QUARKUS_GRPC_SERVER_PORT", Integer.toString(ports.accountingGrpc(n)),
                        "QUARKUS_HTTP_PORT", Integer.toString(ports.accountingHttp(n))));
    }

    private Service router(int n) {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("CORTADO_ROUTER_NAME", name(Part.ROUTER, n));
        changes.put("CORTADO_ROUTER_GRPC_PORT", Integer.toString(ports.routerGrpc(n)));
        changes.put("QUARKUS_HTTP_PORT", Integer.toString(ports.routerHttp(n)));
        changes.put("CORTADO_ACCOUNTING_ADDRESS", Ports.address(ports.accountingProxy()));
        changes.put("CORTADO_ROUTER_CLOCK_OFFSET", clockOff() + "ms");
        changes.put("CORTADO_ROUTER_NODES", String.join(",", addresses(Part.NODE, ports::nodeProxy)));
        return lines.lead(shortLived("router")).with(changes);
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
        return lines.lead(commands.of("gateway"))
                .with(Map.of(
                        "QUARKUS_HTTP_PORT", Integer.toString(ports.gateway()),
                        "QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.gatewayManagement()),
                        "CORTADO_ACCOUNTING_ADDRESS", Ports.address(ports.accountingProxy()),
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
                name(Part.NODE, n),
                POOL,
                Integer.toString(ports.nodeGrpc(n)),
                variants,
                Integer.toString(SLOTS),
                Integer.toString(MICROS_A_TOKEN),
                Integer.toString(clockOff()));
        return lines.lead(new Service(command, commands.of("router").environment()));
    }

    /// Off by less than the skew that the protocol allows; each start of a process has another clock.
    private int clockOff() {
        synchronized (random) {
            return random.nextInt(-CLOCK_OFF_MILLIS_MAX, CLOCK_OFF_MILLIS_MAX + 1);
        }
    }

    @Override
    public void close() {
        gateway.close();
        members(Part.ROUTER).forEach(Member::close);
        members(Part.NODE).forEach(Member::close);
        members(Part.ACCOUNTING).forEach(Member::close);
    }
}
