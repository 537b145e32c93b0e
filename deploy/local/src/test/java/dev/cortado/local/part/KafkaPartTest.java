package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.local.settings.KafkaListener;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class KafkaPartTest {
    private static final Path DIRECTORY = Path.of("kafka");

    @Test
    void properties_withoutAFurtherListener_tellOfBrokerAndControllerOnly() throws IOException {
        KafkaPart.Place place = new KafkaPart.Place(DIRECTORY, 9092, 9093, Optional.empty());
        Properties properties = properties(place);

        String both = "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093";
        assertEquals(both, properties.getProperty("listeners"));
        assertEquals(both, properties.getProperty("advertised.listeners"));
        assertEquals(List.of(9092, 9093), place.ports());
    }

    /// A client that comes by the proxy must be told the proxy's address, and who comes directly the broker's own.
    @Test
    void properties_ofAFurtherListener_listenOnItsPortAndAdvertiseItsAddress() throws IOException {
        KafkaPart.Place place =
                new KafkaPart.Place(DIRECTORY, 9092, 9093, Optional.of(new KafkaListener(9095, "127.0.0.1:9096")));
        Properties properties = properties(place);

        assertEquals(
                "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093,FURTHER://127.0.0.1:9095",
                properties.getProperty("listeners"));
        assertEquals(
                "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093,FURTHER://127.0.0.1:9096",
                properties.getProperty("advertised.listeners"));
        assertEquals("PLAINTEXT", properties.getProperty("inter.broker.listener.name"));
        assertEquals(List.of(9092, 9093, 9095), place.ports());
    }

    private static Properties properties(KafkaPart.Place place) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(KafkaPart.properties(place, DIRECTORY.resolve("log"))));
        return properties;
    }
}
