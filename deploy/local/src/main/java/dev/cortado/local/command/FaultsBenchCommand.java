package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.KafkaListener;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Money under real faults. PostgreSQL and Kafka are the launcher's; every service instance is the bench's, and so are
/// the proxies between them all.
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "Overspend, lost and double charges, false refusals while processes are killed and paused.")
final class FaultsBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 27900;
    /// Behind the stack's own block.
    private static final int FLEET_PORT_BASE = 27930;
    private static final int KAFKA_LISTENER_PORT = FLEET_PORT_BASE + 3;
    private static final int KAFKA_PROXY_PORT = FLEET_PORT_BASE + 4;

    private static final List<String> SERVICES = List.of("accounting", "router", "gateway");

    @Option(names = "--minutes", defaultValue = "10", description = "time under load (${DEFAULT-VALUE})")
    private int minutes;

    @Option(names = "--rate", defaultValue = "200", description = "requests a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--tenants", defaultValue = "1000", description = "besides a hot one (${DEFAULT-VALUE})")
    private int tenants;

    @Option(names = "--seed", defaultValue = "1", description = "of load and faults (${DEFAULT-VALUE})")
    private long seed;

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (minutes < 1 || rate < 1 || tenants < 1) {
            throw new IllegalArgumentException("at least one minute, one request a second and one tenant");
        }
        Map<SettingKey, String> settings = Map.of(
                SettingKey.PARTS, "postgres,kafka",
                SettingKey.KAFKA_FURTHER_LISTENER,
                        new KafkaListener(KAFKA_LISTENER_PORT, Workshop.LOOPBACK + ":" + KAFKA_PROXY_PORT).text(),
                SettingKey.MEMORY_POSTGRES_MIB, "128",
                // Shorter than the time between two faults: what is killed again has been started again.
                SettingKey.RESTART_DELAY_MAX_MS, "1000");
        try (LocalStack stack = LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data, settings)) {
            StackHand hand = new StackHand(stack);
            BenchFiles files = new BenchFiles(data);
            Path logs = Files.createTempDirectory("cortado-faults-logs");
            return program()
                    .run(
                            "dev.cortado.bench.faults.FaultsBench",
                            List.of("-XX:+UseSerialGC", "-Xmx384m"),
                            List.of(
                                    Integer.toString(minutes),
                                    Integer.toString(FLEET_PORT_BASE),
                                    Integer.toString(rate),
                                    Long.toString(seed),
                                    stack.variant(Tier.SMALL),
                                    logs.toString(),
                                    files.commands(stack, SERVICES).toString(),
                                    files.keys(tenants + 1).toString(),
                                    Integer.toString(KAFKA_LISTENER_PORT),
                                    Integer.toString(KAFKA_PROXY_PORT)),
                            hand.environment(),
                            hand);
        }
    }
}
