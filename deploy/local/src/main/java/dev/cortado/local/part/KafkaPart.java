package dev.cortado.local.part;

import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.inspect.Reach;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import dev.cortado.local.process.Tool;
import dev.cortado.local.settings.KafkaListener;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// One Kafka broker that is its own controller, on loopback only.
final class KafkaPart {
    private final Workshop shop;
    private final Place place;
    private final Path configuration;
    private final Path log;
    private final Topics topics;

    /// Where a broker lives and listens.
    ///
    /// @param further a listener for those who come another way
    record Place(Path directory, int broker, int controller, Optional<KafkaListener> further) {
        List<Integer> ports() {
            return Stream.concat(Stream.of(broker, controller), further.map(KafkaListener::port).stream())
                    .toList();
        }
    }

    /// The stack's own broker.
    KafkaPart(Workshop shop) {
        this(
                shop,
                new Place(
                        shop.data().kafka(),
                        shop.port(PartPort.KAFKA),
                        shop.port(PartPort.KAFKA_CONTROLLER),
                        shop.settings().kafkaFurtherListener()));
    }

    KafkaPart(Workshop shop, Place place) {
        this.shop = shop;
        this.place = place;
        this.configuration = place.directory().resolve("server.properties");
        this.log = place.directory().resolve("log");
        this.topics = new Topics(Workshop.LOOPBACK + ":" + place.broker());
    }

    PartPlan plan() {
        return new PartPlan(
                "kafka",
                Versions.of("kafka"),
                place.ports(),
                List.of(),
                () -> shop.missing(MavenStore.Program.KAFKA),
                this::prepare,
                this::launch,
                this::ready,
                Ending.Ask.TERMINATE);
    }

    void prepare() throws IOException, InterruptedException {
        Files.createDirectories(log);
        Files.writeString(configuration, properties(place, log));
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        List<String> command = new ArrayList<>(java("-Xmx128m"));
        command.addAll(List.of(
                "kafka.tools.StorageTool",
                "format",
                "--standalone",
                "--cluster-id",
                clusterId(),
                "--config",
                configuration.toString()));
        Tool.Said said = Tool.run(place.directory(), Map.of(), Duration.ofMinutes(2), command);
        if (!said.well()) {
            throw new IOException("Kafka's storage could not be formatted: " + said.tail(5));
        }
    }

    private Launch launch(boolean plain) throws IOException {
        List<String> whole = plain
                ? command()
                : new StartCache(shop).with(command(), "kafka", shop.programs().place(MavenStore.Program.KAFKA));
        return shop.gently(new Launch(whole, shop.environment(Map.of()), place.directory()));
    }

    List<String> command() {
        List<String> command = new ArrayList<>(java(shop.heap(SettingKey.MEMORY_KAFKA_MIB)));
        command.addAll(List.of("kafka.Kafka", configuration.toString()));
        return command;
    }

    boolean ready() throws InterruptedException {
        // The client would log and retry for seconds; a refused connection says the same at once.
        return Reach.connects(place.broker()) && topics.arrange();
    }

    private List<String> java(String heap) {
        List<String> command = new ArrayList<>();
        command.add(shop.java());
        command.add(heap);
        command.addAll(shop.javaFlags());
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                shop.programs().place(MavenStore.Program.KAFKA).resolve("lib") + "/*"));
        return command;
    }

    /// A killed broker is let in again only when its old session is over, by default after 9 s, in which nothing could
    /// be served. There is no second broker that a longer session would spare a change of leader.
    static String properties(Place place, Path log) {
        String broker = Workshop.LOOPBACK + ":" + place.broker();
        String controller = Workshop.LOOPBACK + ":" + place.controller();
        String further = place.further()
                .map(one -> ",FURTHER://" + Workshop.LOOPBACK + ":" + one.port())
                .orElse("");
        String advertised =
                place.further().map(one -> ",FURTHER://" + one.advertised()).orElse("");
        return """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://%1$s,CONTROLLER://%2$s%4$s
                advertised.listeners=PLAINTEXT://%1$s,CONTROLLER://%2$s%5$s
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,FURTHER:PLAINTEXT
                inter.broker.listener.name=PLAINTEXT
                controller.listener.names=CONTROLLER
                controller.quorum.bootstrap.servers=%2$s
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                log.dirs=%3$s
                auto.create.topics.enable=false
                num.partitions=1
                offsets.topic.num.partitions=4
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                log.segment.bytes=67108864
                log.cleaner.dedupe.buffer.size=16777216
                num.network.threads=2
                num.io.threads=4
                """.formatted(broker, controller, log, further, advertised);
    }

    /// Kafka's own form of a random id: 16 bytes in URL-safe base 64.
    private static String clusterId() {
        UUID id = UUID.randomUUID();
        ByteBuffer bytes =
                ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
        // An id that starts with a dash would be read as an option.
        return text.startsWith("-") ? "A" + text.substring(1) : text;
    }
}
