package dev.cortado.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final int BASE = 27_930;

    @Test
    void ports_eachIsOnlyOneThings_andStandsWithinTheFifty() {
        Ports ports = new Ports(BASE, BASE + 3, BASE + 4);
        List<Integer> all = new ArrayList<>(List.of(
                ports.gateway(),
                ports.gatewayManagement(),
                ports.accountingProxy(),
                ports.kafkaListener(),
                ports.kafkaProxy()));
        add(all, Part.ACCOUNTING.processes(), ports::accountingGrpc);
        add(all, Part.ACCOUNTING.processes(), ports::accountingHttp);
        add(all, Part.ROUTER.processes(), ports::routerGrpc);
        add(all, Part.ROUTER.processes(), ports::routerHttp);
        add(all, Part.ROUTER.proxies(), ports::routerProxy);
        add(all, Part.NODE.processes(), ports::nodeGrpc);
        add(all, Part.NODE.proxies(), ports::nodeProxy);
        add(all, Part.POSTGRES.proxies(), ports::postgresProxy);

        assertEquals(all.size(), new HashSet<>(all).size(), all::toString);
        assertTrue(all.stream().allMatch(port -> port >= BASE && port < BASE + 50), all::toString);
    }

    private static void add(List<Integer> all, int count, IntUnaryOperator port) {
        IntStream.range(0, count).map(port).forEach(all::add);
    }
}
