package dev.cortado.bench.admission;

import dev.cortado.bench.Figures;
import dev.cortado.bench.launcher.BenchStack;
import dev.cortado.bench.usage.UsageTopic;
import dev.cortado.contracts.signature.Signer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// How fast requests are admitted, on the launcher's PostgreSQL, Kafka, accounting and router. Arguments: those of
/// [Plan].
public final class AdmissionBench {

    private static final String MODEL = "small";

    private AdmissionBench() {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.of(arguments);
        BenchStack stack = BenchStack.of(System.getenv());
        Figures figures = new Figures();
        if (plan.parts().has(Plan.Parts.SYNC)) {
            plan.turns().requireFewEnoughTenants();
        }
        try (Platform platform = new Platform(plan);
                Connection connection = stack.connect()) {
            Tenants tenants = Tenants.make(connection, plan.keys());
            platform.startNode();
            Runs runs = new Runs(tenants, new SplittableRandom(1));
            if (plan.parts().has(Plan.Parts.ROUTE)) {
                route(plan, stack, tenants, runs, figures);
            }
            if (plan.parts().has(Plan.Parts.SYNC)) {
                sync(plan, stack, connection, tenants, runs, figures);
            }
            if (plan.parts().has(Plan.Parts.PATH)) {
                platform.startGateway();
                path(plan, connection, tenants, runs, figures);
            }
        }
        figures.write();
    }

    private static void route(Plan plan, BenchStack stack, Tenants tenants, Runs runs, Figures figures)
            throws IOException, InterruptedException {
        Receipts receipts = new Receipts(Signer.ofConfiguration(stack.signingKeys()));
        try (RouteCalls calls = new RouteCalls(plan.routerPort(), tenants.all(), MODEL, receipts::settle)) {
            new RouteMeasure(plan, runs, calls).measure(figures);
        }
    }

    private static void sync(
            Plan plan, BenchStack stack, Connection connection, Tenants tenants, Runs runs, Figures figures)
            throws SQLException, InterruptedException {
        ColdTurns turns = plan.turns();
        List<Tenant> callers = new ArrayList<>(tenants.all());
        callers.addAll(ColdTenants.make(connection, turns));
        try (UsageTopic topic = new UsageTopic(stack.kafkaServers(), Duration.ZERO)) {
            System.err.println("the usage topic has " + topic.partitions() + " partitions");
            MeteringNode node = new MeteringNode(Signer.ofConfiguration(stack.signingKeys()), topic);
            try (RouteCalls calls = new RouteCalls(plan.routerPort(), callers, MODEL, node::finish)) {
                new SyncMeasure(plan, runs, calls, tenants.all().size(), turns, topic, new Ledger(connection))
                        .measure(figures);
            }
        }
    }

    private static void path(Plan plan, Connection connection, Tenants tenants, Runs runs, Figures figures)
            throws SQLException, InterruptedException {
        try (PathCalls calls = new PathCalls(plan.gatewayPort(), tenants)) {
            new PathMeasure(plan, runs, calls, new Ledger(connection)).measure(figures);
        }
    }
}
