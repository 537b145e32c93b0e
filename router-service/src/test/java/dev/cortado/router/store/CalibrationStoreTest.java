package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.configuration.CalibrationConfiguration;
import dev.cortado.router.decide.World;
import dev.cortado.router.fake.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/// Calibrations from their file, through a real PostgreSQL, into the catalogue.
class CalibrationStoreTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PGSimpleDataSource DATABASE = database(Postgres.port());

    private final World world = new World();
    private final VariantId large = world.catalogue.named("large").getFirst().id();
    private final PoolId pool = world.catalogue
            .poolsOf(world.catalogue.named("large").getFirst())
            .getFirst()
            .id();

    @BeforeAll
    static void migrate() {
        Flyway.configure()
                .dataSource("jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/postgres", "router", "router")
                .schemas("router")
                .load()
                .migrate();
    }

    @BeforeEach
    void empty() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate router.calibration cascade");
        }
    }

    private static PGSimpleDataSource database(int port) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setServerNames(new String[] {"127.0.0.1"});
        database.setPortNumbers(new int[] {port});
        database.setDatabaseName("postgres");
        database.setUser("router");
        database.setPassword("router");
        return database;
    }

    private byte[] file(double mean) {
        return """
                {"format": 1, "taskSet": "abc", "variants": [
                  {"variant": "%s", "pool": "%s", "task": "all", "measuredAt": "2026-11-28T20:00:00Z",
                   "utility": {"mean": %s, "low": 0.5, "high": 0.9, "tasks": 2},
                   "utilityByClass": {"facts": {"mean": 1.0}}, "promptTokens": 50.5, "completionTokens": 12,
                   "prefillTokensPerSecond": 80.5, "cpuSecondsPerTask": 1.5, "joulesPerTask": null,
                   "energySource": "tdp", "anonymousBytes": 1000, "fileBytes": null, "scores": {"f1": 1, "f2": 0.25},
                   "answerTokens": {"f1": 7},
                   "occupancies": [{"streams": 1, "timePerOutputTokenMillis": 100, "timeToFirstTokenMillis": 300},
                                   {"streams": 4, "timePerOutputTokenMillis": 200, "timeToFirstTokenMillis": null},
                                   {"streams": 8, "timePerOutputTokenMillis": null, "timeToFirstTokenMillis": null}]},
                  {"variant": "later", "pool": "%s", "task": "all", "measuredAt": null, "utility": null,
                   "utilityByClass": {}, "occupancies": [], "scores": {}, "energySource": null}],
                 "tasks": [{"id": "f1", "class": "facts", "prompt": "One?"}, {"id": "f2", "class": "facts", "prompt": "Two?"}]}
                """.formatted(large.value(), pool.value(), mean, pool.value()).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void add_readsBackWhatTheFileSays() throws SQLException {
        Measurements read = CalibrationFile.read(file(.75), JSON);
        CalibrationStore store = new CalibrationStore(DATABASE, 20);
        assertTrue(store.add(read));
        assertFalse(store.add(read));
        assertEquals(Optional.of(read), store.newest());
        Measurement measured = read.of(large, pool).orElseThrow();
        assertEquals(10, measured.decodeTokensPerSecond(1).orElseThrow(), 1e-9);
        assertEquals(15, measured.decodeTokensPerSecond(2.5).orElseThrow(), 1e-9);
        assertEquals(20, measured.decodeTokensPerSecond(8).orElseThrow(), 1e-9);
        assertTrue(measured.joules().isEmpty());
        assertEquals(Map.of(large, 7), read.tasks().getFirst().completionTokens());
        assertEquals(Map.of(), read.tasks().getLast().completionTokens());
    }

    @Test
    void add_keepsTheNewestOnly() throws SQLException {
        CalibrationStore store = new CalibrationStore(DATABASE, 2);
        for (double mean : new double[] {.6, .7, .8}) {
            store.add(CalibrationFile.read(file(mean), JSON));
        }
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from router.calibration")) {
            count.next();
            assertEquals(2, count.getInt(1));
        }
        assertEquals(CalibrationFile.version(file(.8)), store.newestVersion());
    }

    @Test
    void look_replacesProvisionalUtilitiesAndFollowsTheDatabase(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        CurrentCatalogue first = new CurrentCatalogue(world.catalogue);
        CurrentCatalogue second = new CurrentCatalogue(world.catalogue);
        CalibrationWatch writer = watch(DATABASE, first, Optional.of(file));
        CalibrationWatch reader = watch(DATABASE, second, Optional.empty());

        writer.look();
        assertTrue(first.now().variant(large).orElseThrow().utilityProvisional());
        Files.write(file, file(.75));
        writer.look();
        reader.look();
        for (CurrentCatalogue each : new CurrentCatalogue[] {first, second}) {
            assertEquals(.75, each.now().variant(large).orElseThrow().utility());
            assertFalse(each.now().variant(large).orElseThrow().utilityProvisional());
            assertEquals(2, each.now().measurements().tasks().size());
        }
        assertTrue(first.now().named("small").getFirst().utilityProvisional());
    }

    @Test
    void look_withAWrongFile_leavesWhatIsInForce(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        CurrentCatalogue catalogue = new CurrentCatalogue(world.catalogue);
        CalibrationWatch watch = watch(DATABASE, catalogue, Optional.of(file));
        Files.write(file, file(.75));
        watch.look();
        Files.writeString(file, "{\"format\": 2}");
        watch.look();
        Files.write(file, file(7));
        watch.look();
        assertEquals(.75, catalogue.now().variant(large).orElseThrow().utility());
        assertThrows(IllegalArgumentException.class, () -> CalibrationFile.read(file(7), JSON));
    }

    @Test
    void look_withoutTheDatabase_takesTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("results.json"), file(.75));
        CurrentCatalogue catalogue = new CurrentCatalogue(world.catalogue);
        watch(database(1), catalogue, Optional.of(file)).look();
        assertEquals(.75, catalogue.now().variant(large).orElseThrow().utility());
    }

    private static CalibrationWatch watch(
            PGSimpleDataSource database, CurrentCatalogue catalogue, Optional<Path> file) {
        return new CalibrationWatch(
                new CalibrationStore(database, 20), catalogue, JSON, new CalibrationConfiguration() {
                    @Override
                    public Optional<String> file() {
                        return file.map(Path::toString);
                    }

                    @Override
                    public Duration checkEvery() {
                        return Duration.ofSeconds(5);
                    }

                    @Override
                    public int keep() {
                        return 20;
                    }
                });
    }
}
