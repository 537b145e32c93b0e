package dev.cortado.bench.admission;

import dev.cortado.bench.Figures;
import dev.cortado.bench.launcher.BenchStack;
import dev.cortado.contracts.signature.Signer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

/// How fast requests are admitted, on the launcher's PostgreSQL, Kafka, accounting and router. Arguments: those of
/// [Plan].
public final class AdmissionBench {

    private AdmissionBench() {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.of(arguments);
        BenchStack stack = BenchStack.of(System.getenv());
        Figures figures = new Figures();
        try (Platform platform = new Platform(plan);
                Connection connection = stack.connect()) {
            Tenants tenants = Tenants.make(connection, plan.keys());
            platform.startNode();
            Runs runs = new Runs(tenants, new SplittableRandom(1));
            if (plan.parts().has(Plan.Parts.ROUTE)) {
                route(plan, stack, tenants, runs, figures);
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
        Signer signer = Signer.ofConfiguration(stack.signingKeys());
        try (RouteCalls calls = new RouteCalls(plan.routerPort(), tenants, "small", signer)) {
            new RouteMeasure(plan, runs, calls).measure(figures);
        }
    }

    private static void path(Plan plan, Connection connection, Tenants tenants, Runs runs, Figures figures)
            throws SQLException, InterruptedException {
        try (PathCalls calls = new PathCalls(plan.gatewayPort(), tenants)) {
            new PathMeasure(plan, runs, calls, connection).measure(figures);
        }
    }
}
