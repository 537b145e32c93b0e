package dev.cortado.bench.faults;

import dev.cortado.bench.Figures;
import dev.cortado.bench.cluster.ServiceCommands;
import dev.cortado.bench.launcher.BenchStack;
import dev.cortado.bench.launcher.LauncherHand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/// Two accountings, four routers, two nodes and a gateway under load while things are killed, paused and cut; then
/// quiet, then the scorecard.
///
/// Arguments: minutes, first of fifty ports, requests a second, seed, the variants that the nodes serve, a directory
/// for logs, the file of the services' commands, the file of keys, the port on which Kafka listens for those who come
/// by its proxy, and that proxy's.
public final class FaultsBench {

    private static final int HOT_PERCENT = 20;
    /// From the end of the load until nothing may be leased any more: TTL 15 s, life 35 s, skew and rounds, and 10 s.
    private static final Duration QUIET = Duration.ofSeconds(66);

    private static final Duration READY_MAX = Duration.ofMinutes(2);
    /// Load without faults at first, while ten fresh processes compile themselves; it counts for nothing but the books.
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    /// The warm-up begins at this part of the rate: cold processes that get all of it at once only queue.
    private static final int WARM_UP_PART = 20;

    private FaultsBench() {}

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofMinutes(Long.parseLong(arguments[0]));
        int perSecond = Integer.parseInt(arguments[2]);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[3]));
        ServiceCommands commands = ServiceCommands.read(Path.of(arguments[6]));
        BenchStack stack = BenchStack.of(System.getenv());
        Ports ports = new Ports(
                Integer.parseInt(arguments[1]), Integer.parseInt(arguments[8]), Integer.parseInt(arguments[9]));
        try (Lines lines = new Lines(ports, stack);
                Fleet fleet = new Fleet(commands, lines, arguments[4], Path.of(arguments[5]), random.split())) {
            Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
            fleet.startAccounting();
            await("accounting", fleet.accountingHealth());
            FaultTenants tenants;
            try (Connection connection = stack.connect()) {
                tenants = FaultTenants.make(
                        connection,
                        Path.of(arguments[7]),
                        Question.costNanoUsd(time.plus(WARM_UP.dividedBy(2)).toSeconds() * perSecond),
                        HOT_PERCENT);
            }
            fleet.startRest();
            run(stack, fleet, tenants, time, perSecond, random).write();
        }
    }

    private static Figures run(
            BenchStack stack, Fleet fleet, FaultTenants tenants, Duration time, int perSecond, SplittableRandom random)
            throws SQLException, IOException, InterruptedException {
        Client client = new Client(fleet.gatewayPort());
        awaitAnswer(client, tenants);
        Disturbance disturbance;
        Load load;
        try (Connections connections = new Connections(stack)) {
            load = new Load(client, tenants, new Refusals(fleet, connections), random.split());
            System.err.println("warming up for " + WARM_UP.toSeconds() + " s");
            load.run(Math.max(1, perSecond / WARM_UP_PART), perSecond, WARM_UP);
            load.forgetCounts();
            disturbance = new Disturbance(fleet, new LauncherHand(), random.split());
            try (disturbance) {
                load.run(perSecond, time);
            }
        }
        System.err.println("quiet for " + QUIET.toSeconds() + " s");
        Thread.sleep(QUIET);
        try (Connection connection = stack.connect()) {
            Scorecard card = new Scorecard(connection, load, disturbance, tenants, fleet.routerAddresses());
            double stranded = card.strandedShare();
            for (Map.Entry<String, Integer> fault : disturbance.counts().entrySet()) {
                System.err.println(fault.getKey() + ": " + fault.getValue());
            }
            load.unexpected().stream().limit(5).forEach(answer -> System.err.println("unexpected: " + answer));
            return card.figures(stranded, UsageLog.missing(stack.kafkaServers(), connection));
        }
    }

    private static void awaitAnswer(Client client, FaultTenants tenants) throws InterruptedException {
        long end = System.nanoTime() + READY_MAX.toNanos();
        Answer last = client.ask(tenants.all().getFirst(), Question.USUAL);
        while (!(last instanceof Answer.Finished) && System.nanoTime() < end) {
            Thread.sleep(500);
            last = client.ask(tenants.all().getFirst(), Question.USUAL);
        }
        if (!(last instanceof Answer.Finished)) {
            throw new IllegalStateException("no answer within " + READY_MAX.toSeconds() + " s: " + last);
        }
    }

    private static void await(String what, int port) throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(3))
                .build();
        long end = System.nanoTime() + READY_MAX.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException(what + " is not ready within " + READY_MAX.toSeconds() + " s");
    }
}
