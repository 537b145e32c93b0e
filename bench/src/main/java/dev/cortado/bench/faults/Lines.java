package dev.cortado.bench.faults;

import dev.cortado.bench.cluster.Proxy;
import dev.cortado.bench.cluster.ServiceCommands.Service;
import dev.cortado.bench.launcher.BenchStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The proxies before each part: every connection from one part of the platform to another passes one. The bench's own
/// connections to the database and to Kafka, which see what is true, pass none.
final class Lines implements AutoCloseable {

    /// The database's proxy of whoever is not accounting; the others are the accountings', by number.
    private static final int OTHERS = Part.ACCOUNTING.processes();

    private final Ports ports;
    private final BenchStack stack;
    private final Map<Part, List<Proxy>> proxies = new EnumMap<>(Part.class);

    Lines(Ports ports, BenchStack stack) throws IOException {
        this.ports = ports;
        this.stack = stack;
        proxies.put(
                Part.ACCOUNTING,
                List.of(new Proxy(
                        ports.accountingProxy(),
                        IntStream.range(0, Part.ACCOUNTING.processes())
                                .map(ports::accountingGrpc)
                                .boxed()
                                .toList())));
        before(Part.ROUTER, ports::routerProxy, ports::routerGrpc);
        before(Part.NODE, ports::nodeProxy, ports::nodeGrpc);
        before(Part.POSTGRES, ports::postgresProxy, _ -> stack.databasePort());
        before(Part.KAFKA, _ -> ports.kafkaProxy(), _ -> ports.kafkaListener());
    }

    private void before(Part part, IntUnaryOperator port, IntUnaryOperator target) throws IOException {
        List<Proxy> all = new ArrayList<>();
        for (int n = 0; n < part.proxies(); n++) {
            all.add(new Proxy(port.applyAsInt(n), List.of(target.applyAsInt(n))));
        }
        proxies.put(part, List.copyOf(all));
    }

    Ports ports() {
        return ports;
    }

    Proxy proxy(Part part, int number) {
        return proxies.getOrDefault(part, List.of()).get(number);
    }

    /// An accounting that reaches the database and Kafka by proxies; no other has its proxy of the database.
    Service leadAccounting(int number, Service service) {
        return lead(number, service);
    }

    /// Any other service that reaches them by proxies.
    Service lead(Service service) {
        return lead(OTHERS, service);
    }

    private Service lead(int database, Service service) {
        return service.redirected(stack.databaseAddress(), Ports.address(ports.postgresProxy(database)))
                .redirected(stack.kafkaServers(), Ports.address(ports.kafkaProxy()));
    }

    @Override
    public void close() {
        proxies.values().forEach(all -> all.forEach(Proxy::close));
    }
}
