package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The ledger's rate, on PostgreSQL, Kafka and accounting alone.
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Usage events posted a second, beside COPY of the same rows, and with grants running.")
final class LedgerBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 27860;

    @Option(names = "--events", defaultValue = "5000000", description = "events in the topic (${DEFAULT-VALUE})")
    private long events;

    @Option(names = "--tenants", defaultValue = "1000", description = "tenants, the first one hot (${DEFAULT-VALUE})")
    private int tenants;

    @Option(
            names = "--events-with-grants",
            defaultValue = "1000000",
            description = "events of the part with grants beside (${DEFAULT-VALUE})")
    private long eventsWithGrants;

    @Option(
            names = "--grants",
            defaultValue = "200",
            description = "orders of routers for leases a second, each on three counters (${DEFAULT-VALUE})")
    private int grants;

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (tenants < 2 || events < 1 || eventsWithGrants < 1 || grants < 1) {
            throw new IllegalArgumentException("at least two tenants, and at least one of each other number");
        }
        Map<SettingKey, String> settings = Map.of(
                SettingKey.PARTS, "postgres,kafka,accounting",
                SettingKey.MEMORY_POSTGRES_MIB, "512",
                SettingKey.MEMORY_ACCOUNTING_MIB, "512");
        try (LocalStack stack = LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data, settings)) {
            StackHand hand = new StackHand(stack);
            return program()
                    .run(
                            "dev.cortado.bench.ledger.LedgerBench",
                            List.of("-XX:+UseSerialGC", "-Xmx768m"),
                            List.of(
                                    Long.toString(events),
                                    Integer.toString(tenants),
                                    Long.toString(eventsWithGrants),
                                    Integer.toString(grants),
                                    Integer.toString(stack.port(PartPort.ACCOUNTING_GRPC))),
                            hand.environment(),
                            hand);
        }
    }
}
