package dev.cortado.local.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    private static final Places PLACES = Places.of(false, Path.of("/home/ada"), Map.of());

    @TempDir
    private Path directory;

    @Test
    void standard_everyDefault_isPinned() {
        Settings settings = Settings.standard(PLACES);

        assertEquals(27400, settings.port(PartPort.GATEWAY));
        assertEquals(27414, settings.port(PartPort.KEYCLOAK_MANAGEMENT));
        assertEquals(EnumSet.allOf(Tier.class), settings.tiers());
        assertEquals(Duration.ofMillis(100), settings.milliseconds(SettingKey.RESTART_DELAY_MIN_MS));
        assertEquals(Duration.ofSeconds(10), settings.milliseconds(SettingKey.RESTART_DELAY_MAX_MS));
        assertEquals(Duration.ofMinutes(1), settings.seconds(SettingKey.RESTART_RESET_S));
        assertEquals(Duration.ofSeconds(20), settings.seconds(SettingKey.STOP_GRACE_S));
        assertEquals(Duration.ofSeconds(4), settings.milliseconds(SettingKey.DOWNLOAD_CONNECT_MS));
        assertEquals(16, settings.number(SettingKey.LOG_SIZE_MIB));
        assertEquals("10", settings.text(SettingKey.BUDGET_USD));
        assertEquals("0.09", settings.text(SettingKey.POOL_SMALL_USD_PER_HOUR));
        assertEquals("0.09", settings.text(SettingKey.POOL_LARGE_USD_PER_HOUR));
        assertTrue(settings.wants("keycloak"));
    }

    @Test
    void configurePage_everyKey_standsThereAsItIs() throws IOException {
        String page = Files.readString(Path.of("../../docs/how-to/configure.md"));
        for (SettingKey key : SettingKey.values()) {
            String standard = key.standard().isEmpty() ? "" : "`" + key.standard() + "`";
            String row = "| `" + key.key() + "` | " + standard + " | " + key.unit() + " | " + key.meaning() + " |";
            assertTrue(page.contains(row), row);
        }
    }

    @Test
    void ports_block_eachOffsetOnceAndWithoutGap() {
        Set<Integer> ports = new HashSet<>();
        for (PartPort port : PartPort.values()) {
            ports.add(port.in(27400));
        }

        assertEquals(PartPort.BLOCK, ports.size());
        assertTrue(ports.stream().allMatch(port -> port >= 27400 && port < 27400 + PartPort.BLOCK));
    }

    @Test
    void ofFile_keysInIt_override() throws IOException {
        Path file = directory.resolve("cortado.properties");
        Files.writeString(file, "port-base = 30000\ntiers = small, medium\ndata-dir = ~/stack\n");
        Settings settings = Settings.ofFile(file, PLACES);

        assertEquals(30010, settings.port(PartPort.POSTGRES));
        assertEquals(EnumSet.of(Tier.SMALL, Tier.MEDIUM), settings.tiers());
        assertEquals(Path.of(System.getProperty("user.home"), "stack"), settings.dataDirectory());
    }

    @Test
    void ofFile_absent_defaults() throws IOException {
        assertEquals(27400, Settings.ofFile(directory.resolve("none"), PLACES).port(PartPort.GATEWAY));
    }

    @Test
    void ofFile_unknownKey_namedInTheMessage() throws IOException {
        Path file = directory.resolve("cortado.properties");
        Files.writeString(file, "port-bass = 30000\n");

        SettingsException refused = assertThrows(SettingsException.class, () -> Settings.ofFile(file, PLACES));
        assertTrue(String.valueOf(refused.getMessage()).contains("port-bass"));
    }

    @Test
    void poolHour_isHardwareAndTheElectricityBesideIt() throws IOException {
        Path file = directory.resolve("cortado.properties");
        Files.writeString(
                file,
                "pool-large-usd-per-hour = 1.2\npool-large-watts = 700\npower-usage-effectiveness = 1.5\n"
                        + "usd-per-kilowatt-hour = 0.2\n");
        List<PoolHour> hours = PoolHour.of(Settings.ofFile(file, PLACES));

        assertEquals(0, new BigDecimal("0.09").compareTo(hours.getFirst().usd()));
        assertEquals(0, new BigDecimal("1.41").compareTo(hours.getLast().usd()));
        assertEquals("cpu-large", hours.getLast().pool());
        for (String wrong : List.of(
                "power-usage-effectiveness = 0.9",
                "power-usage-effectiveness = 1.1234",
                "pool-small-usd-per-hour = dear")) {
            Files.writeString(file, wrong);
            SettingsException refused = assertThrows(SettingsException.class, () -> Settings.ofFile(file, PLACES));
            assertTrue(String.valueOf(refused.getMessage()).contains(wrong.substring(0, 12)));
        }
    }

    @Test
    void ofFile_keysOfServices_areKeptForEach() throws IOException {
        Path file = directory.resolve("cortado.properties");
        Files.writeString(file, "cortado.gateway.attempts-max = 2\ncortado.router.slack.share-percent = 5\n");
        Settings settings = Settings.ofFile(file, PLACES);

        assertEquals(
                Map.of("cortado.gateway.attempts-max", "2"), settings.services().of("gateway"));
        assertEquals(Map.of(), settings.services().of("accounting"));
        assertEquals(
                Map.of("cortado.gateway.attempts-max", "2"),
                settings.with(SettingKey.TIERS, "small").services().of("gateway"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cortado.gatway.attempts-max",
                "cortado.gateway",
                "cortado.gateway.",
                "cortado.router.tenants.\"acme.variants",
                "quarkus.http.port"
            })
    void ofFile_keyOfNoService_isRefusedByName(String key) throws IOException {
        Path file = directory.resolve("cortado.properties");
        Files.writeString(file, key + " = 2\n");

        String message = String.valueOf(assertThrows(SettingsException.class, () -> Settings.ofFile(file, PLACES))
                .getMessage());
        assertTrue(message.contains("'" + key + "'") && message.contains(file.toString()), message);
    }

    @Test
    void ofFile_keyWithANameInQuotes_isKeptAsItStands() throws IOException {
        Path file = directory.resolve("cortado.properties");
        String key = "cortado.router.tenants.\"Acme/project-1.a\".trial.usd-per-utility";
        Files.writeString(file, key + " = 0.002\n");
        Settings settings = Settings.ofFile(file, PLACES);
        Files.write(file, settings.lines());

        assertEquals(Map.of(key, "0.002"), settings.services().of("router"));
        assertEquals(settings.services(), Settings.ofFile(file, PLACES).services());
    }

    @Test
    void lines_keysOfServices_readBackAsTheyWere() throws IOException {
        Path file = directory.resolve("cortado.properties");
        Files.writeString(file, "cortado.accounting.identity.client-secret = a\\\\b\\n = c#!\n");
        Settings settings = Settings.ofFile(file, PLACES);
        Files.write(file, settings.lines());

        assertEquals(
                Map.of("cortado.accounting.identity.client-secret", "a\\b\n = c#!"),
                settings.services().values());
        assertEquals(settings.services(), Settings.ofFile(file, PLACES).services());
    }

    @Test
    void with_badValue_keyNamedInTheMessage() {
        Settings settings = Settings.standard(PLACES);
        for (Map.Entry<SettingKey, String> bad : Map.of(
                        SettingKey.PORT_BASE, "70000",
                        SettingKey.TIERS, "huge",
                        SettingKey.MEMORY_KAFKA_MIB, "much",
                        SettingKey.LOG_FILES, "-1",
                        SettingKey.KAFKA_FURTHER_LISTENER, "9095")
                .entrySet()) {
            SettingsException refused =
                    assertThrows(SettingsException.class, () -> settings.with(bad.getKey(), bad.getValue()));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains(bad.getKey().key()), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9096",
                "9095=127.0.0.1",
                "9095=:9096",
                "0=127.0.0.1:9096",
                "9095=127.0.0.1:70000",
                "9095=a:1,b:2"
            })
    void kafkaFurtherListener_ofAnotherForm_isRefusedByName(String value) {
        Settings settings = Settings.standard(PLACES);

        String message = String.valueOf(
                assertThrows(SettingsException.class, () -> settings.with(SettingKey.KAFKA_FURTHER_LISTENER, value))
                        .getMessage());
        assertTrue(message.contains("kafka-further-listener: '" + value + "'"), message);
    }

    @Test
    void kafkaFurtherListener_givenOrNot_readsBackFromItsFile() throws IOException {
        Path file = directory.resolve("cortado.properties");
        Settings standard = Settings.standard(PLACES);
        Files.write(
                file,
                standard.with(SettingKey.KAFKA_FURTHER_LISTENER, "9095=broker-1.example.org:9096")
                        .lines());

        assertEquals(Optional.empty(), standard.kafkaFurtherListener());
        assertEquals(
                Optional.of(new KafkaListener(9095, "broker-1.example.org:9096")),
                Settings.ofFile(file, PLACES).kafkaFurtherListener());
    }

    @Test
    void lines_readBack_sameSettings() throws IOException {
        Settings settings = Settings.standard(PLACES)
                .with(SettingKey.PORT_BASE, "31000")
                .with(SettingKey.DATA_DIR, directory.resolve("with blank").toString());
        Path file = directory.resolve("cortado.properties");
        Files.write(file, settings.lines());
        Settings read = Settings.ofFile(file, PLACES);

        assertEquals(settings.dataDirectory(), read.dataDirectory());
        assertEquals(settings.cacheDirectory(), read.cacheDirectory());
        assertEquals(31000, read.port(PartPort.GATEWAY));
    }

    /// The supervisor works in another directory than `up`, and knows no `~`.
    @Test
    void lines_passwordFile_isAbsolute() throws IOException {
        Path file = directory.resolve("cortado.properties");
        Settings settings = Settings.standard(PLACES).with(SettingKey.POSTGRES_PASSWORD_FILE, "~/password");
        Files.write(file, settings.lines());

        assertEquals(
                Path.of(System.getProperty("user.home"), "password").toString(),
                Settings.ofFile(file, PLACES).text(SettingKey.POSTGRES_PASSWORD_FILE));
        assertEquals(
                Path.of("password").toAbsolutePath(),
                settings.with(SettingKey.POSTGRES_PASSWORD_FILE, "password")
                        .place(SettingKey.POSTGRES_PASSWORD_FILE)
                        .orElseThrow());
    }

    @Test
    void on_anyOtherWord_isRefusedByKey() {
        Settings settings = Settings.standard(PLACES);
        String message = String.valueOf(
                assertThrows(SettingsException.class, () -> settings.with(SettingKey.BACKGROUND_FETCH, "yes"))
                        .getMessage());
        assertTrue(message.contains("background-fetch: 'yes'"), message);
        assertTrue(settings.with(SettingKey.POSTGRES_RESET_PASSWORDS, "True").on(SettingKey.POSTGRES_RESET_PASSWORDS));
        assertTrue(!settings.with(SettingKey.START_CACHE, "false").on(SettingKey.START_CACHE));
    }

    @Test
    void parts_unknownName_isRefusedWithTheKnownOnes() {
        Settings settings = Settings.standard(PLACES);
        String message = String.valueOf(
                assertThrows(SettingsException.class, () -> settings.with(SettingKey.PARTS, "postgres,rooter"))
                        .getMessage());
        assertTrue(message.contains("'rooter'") && message.contains("router, accounting"), message);
    }

    @Test
    void wants_listOfParts_onlyThose() {
        Settings settings = Settings.standard(PLACES).with(SettingKey.PARTS, "postgres, kafka");

        assertTrue(settings.wants("kafka"));
        assertTrue(!settings.wants("gateway"));
    }

    @Test
    void places_linux_followXdg() {
        Places places = Places.of(
                false,
                Path.of("/home/ada"),
                Map.of("XDG_CACHE_HOME", "/fast/cache", "XDG_DATA_HOME", "relative/is/ignored"));

        assertEquals(Path.of("/fast/cache/cortado"), places.cacheDirectory());
        assertEquals(Path.of("/home/ada/.local/share/cortado"), places.dataDirectory());
        assertEquals(Path.of("/home/ada/.config/cortado/cortado.properties"), places.configurationFile());
    }

    @Test
    void places_mac_followLibrary() {
        Places places = Places.of(true, Path.of("/Users/ada"), Map.of());

        assertEquals(Path.of("/Users/ada/Library/Caches/cortado"), places.cacheDirectory());
        assertEquals(Path.of("/Users/ada/Library/Application Support/cortado"), places.dataDirectory());
    }

    @Test
    void tiers_anyList_holdsSmall() {
        assertEquals(EnumSet.of(Tier.SMALL, Tier.LARGE), Tier.ofList("large"));
    }
}
