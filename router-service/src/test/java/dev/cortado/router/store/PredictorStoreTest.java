package dev.cortado.router.store;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.configuration.PredictorConfiguration;
import dev.cortado.router.configuration.SentenceConfiguration;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.Calibrations;
import dev.cortado.router.estimate.Predictor;
import dev.cortado.router.estimate.PredictorEstimator;
import dev.cortado.router.estimate.PredictorFit;
import dev.cortado.router.estimate.PredictorStore;
import dev.cortado.router.estimate.PredictorVersion;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.estimate.SecondStage;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fake.FakeEncoder;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.label.LabelDrafts;
import dev.cortado.router.label.LabelStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Predictors through a real PostgreSQL, into what requests are judged by.
class PredictorStoreTest {

    private static final String NAME = Postgres.createDatabase("predictors");
    private static final PGSimpleDataSource DATABASE = database(Postgres.port());
    private static final PredictorFit FIT = PredictorFit.of(
                    Calibrations.of("v", 120), List.of(), new PromptReader(TokenVectors.shipped())::read, 100)
            .orElseThrow();

    private static final LabelStore LABELS = labels(DATABASE);

    private final PredictorStore store = new PostgresPredictors(DATABASE, 3, Predictor.FORM);

    @BeforeAll
    static void migrate() {
        Flyway.configure()
                .dataSource("jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/" + NAME, "router", "router")
                .schemas("router")
                .load()
                .migrate();
    }

    @BeforeEach
    void empty() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate router.predictor, router.label_set, router.calibration cascade");
            statement.execute("update router.label_revision set number = 0");
        }
    }

    private static PGSimpleDataSource database(int port) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setServerNames(new String[] {"127.0.0.1"});
        database.setPortNumbers(new int[] {port});
        database.setDatabaseName(NAME);
        database.setUser("router");
        database.setPassword("router");
        return database;
    }

    private static LabelStore labels(PGSimpleDataSource database) {
        return new PostgresLabels(database, Duration.ofDays(1), 10_000, 10);
    }

    private long add(String source) {
        store.add(new PredictorStore.Draft(source, OptionalLong.empty(), "router-1", FIT));
        return store.versions().versions().getFirst().number();
    }

    @Test
    void theNewest_isInForce_untilAnotherIsHeld() {
        assertTrue(store.inForce().isEmpty());
        long first = add("one");
        long second = add("two");
        assertEquals(second, store.inForce().orElseThrow().number());
        assertTrue(store.hold(first));
        long third = add("three");
        assertEquals(first, store.inForce().orElseThrow().number());
        assertEquals(
                List.of(third, second, first),
                store.versions().versions().stream()
                        .map(PredictorVersion::number)
                        .toList());
        assertEquals(OptionalLong.of(first), store.versions().inForce());
        assertTrue(store.versions().held());
        store.release();
        assertEquals(third, store.inForce().orElseThrow().number());
        assertFalse(store.hold(third + 1_000));
        assertFalse(store.versions().held());
    }

    @Test
    void aVersionOfAnotherForm_isLeftAlone() throws SQLException {
        long own = add("one");
        long other = add("two");
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update router.predictor set form = 'another' where number = " + other);
        }
        assertEquals(own, store.inForce().orElseThrow().number());
        assertFalse(store.has("two"));
        assertFalse(store.hold(other));
        assertTrue(add("two") > other);
    }

    @Test
    void aVersion_isKeptAsItWas() throws IOException {
        long first = add("one");
        store.add(new PredictorStore.Draft("more", OptionalLong.of(first), "router-2", FIT));
        PredictorVersion version = store.inForce().orElseThrow();
        assertEquals("more", version.source());
        assertEquals(OptionalLong.of(first), version.parent());
        assertEquals("router-2", version.router());
        assertEquals(List.of(LARGE, SMALL), version.variants());
        assertEquals(240, version.labels());
        assertEquals(FIT.calibrationError(), version.calibrationError());
        assertEquals(FIT.took(), version.took());
        assertEquals(FIT.predictor().variants(), store.read(version.number()).variants());
        assertThrows(IOException.class, () -> store.read(-1));
    }

    @Test
    void olderOnes_areForgotten_butNotTheHeldOne() {
        long first = add("one");
        store.hold(first);
        add("two");
        add("three");
        add("four");
        add("five");
        assertEquals(
                List.of("five", "four", "three", "one"),
                store.versions().versions().stream()
                        .map(PredictorVersion::source)
                        .toList());
        add("five");
        assertEquals(4, store.versions().versions().size());
    }

    @Test
    void work_thatOneRouterIsAt_isNotBegunByAnother() {
        int[] runs = new int[1];
        store.alone(() -> new PostgresPredictors(DATABASE, 3, Predictor.FORM).alone(() -> runs[0]++));
        assertEquals(0, runs[0]);
        store.alone(() -> runs[0]++);
        assertEquals(1, runs[0]);
    }

    @Test
    void look_makesOneOfACalibration_andAllRoutersTakeIt() {
        Router first = new Router("router-1", store, LABELS);
        Router second = new Router("router-2", new PostgresPredictors(DATABASE, 3, Predictor.FORM), LABELS);
        first.catalogue.measured(Calibrations.of("v1", 120));
        second.catalogue.measured(Calibrations.of("v1", 120));
        first.watch.look();
        second.watch.look();
        assertEquals(1, store.versions().versions().size());
        assertEquals(first.sum(), second.sum());
        assertEquals(UtilityEstimate.Basis.PREDICTED, first.sum().basis());
        assertEquals(
                240,
                first.registry.get("cortado.router.predictor.labels").gauge().value());

        first.catalogue.measured(Calibrations.of("v2", 130));
        first.watch.look();
        assertEquals(2, store.versions().versions().size());
        assertTrue(store.hold(store.versions().versions().getLast().number()));
        UtilityEstimate newer = first.sum();
        first.watch.look();
        assertEquals(second.sum(), first.sum());
        store.release();
        first.watch.look();
        second.watch.look();
        assertEquals(newer, first.sum());
        assertEquals(newer, second.sum());
    }

    @Test
    void look_withASecondStage_makesOneThatOthersDoNotUse_andWithoutItGoesBack() {
        Router plain = new Router("router-1", store, LABELS);
        plain.catalogue.measured(Calibrations.of("v1", 120));
        plain.watch.look();
        UtilityEstimate byFeatures = plain.sum();
        FakeEncoder encoder = new FakeEncoder();
        SecondStage stage = SecondStage.of(encoder, 16);
        PredictorStore read = new PostgresPredictors(DATABASE, 3, stage.form());

        Router reading = new Router("router-2", read, LABELS, stage);
        assertEquals(store.inForce(), read.inForce(), "before it has one of its own");
        reading.catalogue.measured(Calibrations.of("v1", 120));
        reading.watch.look();
        plain.watch.look();

        assertEquals("calibration v1, sentences", read.inForce().orElseThrow().source());
        assertTrue(encoder.texts.get() > 60, encoder.texts + " texts read, each once");
        assertEquals(2, store.versions().versions().size());
        assertTrue(read.inForce().orElseThrow().number()
                > store.inForce().orElseThrow().number());
        assertEquals(byFeatures, plain.sum());
        PromptSample sum = PromptSample.of(Calibrations.SUM);
        UtilityEstimate asRead = reading.utility(sum.with(stage.read(Calibrations.SUM)));
        UtilityEstimate contradicted = reading.utility(sum.with(stage.read(Calibrations.CAPITAL)));
        assertEquals(.9, asRead.mean(), .17);
        assertTrue(contradicted.mean() < asRead.mean(), contradicted + " where the sentence is a capital's");

        Router again = new Router("router-2", store, LABELS);
        again.watch.look();
        assertEquals(byFeatures, again.sum());
    }

    @Test
    void look_withASentenceModelThatFails_makesOneOfFeaturesAlone() {
        FakeEncoder encoder = new FakeEncoder();
        encoder.fails = true;
        SecondStage stage = SecondStage.of(encoder, 16);
        Router reading = new Router("router-1", new PostgresPredictors(DATABASE, 3, stage.form()), LABELS, stage);
        reading.catalogue.measured(Calibrations.of("v1", 120));
        reading.watch.look();

        assertEquals(UtilityEstimate.Basis.PREDICTED, reading.sum().basis());
        assertFalse(reading.estimator.readsSentences());
        assertEquals(1, encoder.texts.get());
    }

    @Test
    void add_ofOneForm_makesNobodyForgetThoseOfAnother() {
        SecondStage stage = SecondStage.of(new FakeEncoder(), 16);
        PredictorStore other = new PostgresPredictors(DATABASE, 3, stage.form());
        PromptReader reader = new PromptReader(TokenVectors.shipped());
        PredictorFit read = PredictorFit.of(
                        Calibrations.of("v", 120), List.of(), prompt -> stage.features(reader, prompt), 100)
                .orElseThrow();
        long kept = add("one");
        for (String source : List.of("a", "b", "c", "d")) {
            other.add(new PredictorStore.Draft(source, OptionalLong.empty(), "router-2", read));
        }
        assertEquals(kept, store.inForce().orElseThrow().number());
        assertEquals(4, store.versions().versions().size());
        assertTrue(other.hold(other.inForce().orElseThrow().number()));
        assertFalse(store.versions().held());
    }

    @Test
    void look_afterAStart_takesWhatIsStored_beforeAnyCalibration() {
        Router first = new Router("router-1", store, LABELS);
        first.catalogue.measured(Calibrations.of("v1", 120));
        first.watch.look();
        Router later = new Router("router-1", store, LABELS);
        later.watch.look();
        assertEquals(first.sum(), later.sum());
    }

    @Test
    void look_afterLabelsCame_orWent_makesAnother() {
        Router router = new Router("router-1", store, LABELS);
        router.catalogue.measured(Calibrations.of("v1", 120));
        router.watch.look();
        UtilityEstimate before = router.sum();

        LabelStore.Import.Kept kept =
                assertInstanceOf(LabelStore.Import.Kept.class, LABELS.add(LabelDrafts.smallFailsAtSums(200)));
        router.watch.look();
        assertEquals("calibration v1, labels 1", store.inForce().orElseThrow().source());
        assertTrue(router.sum().mean() < before.mean(), router.sum() + " after " + before);

        LABELS.delete(kept.set().number());
        router.watch.look();
        assertEquals("calibration v1, labels 2", store.inForce().orElseThrow().source());
        assertEquals(before, router.sum());
    }

    @Test
    void look_atLabelsAlone_makesOne_unlessACalibrationIsToCome() throws SQLException {
        LABELS.add(LabelDrafts.smallFailsAtSums(200));
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into router.calibration (version, task_set) values ('v1', '1')");
        }
        Router router = new Router("router-1", store, LABELS);
        router.watch.look();
        assertTrue(store.versions().versions().isEmpty());

        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate router.calibration cascade");
        }
        router.watch.look();
        assertEquals("labels 1", store.inForce().orElseThrow().source());
        assertEquals(UtilityEstimate.Basis.PREDICTED, router.sum().basis());
    }

    @Test
    void look_atACalibrationOfFewTasks_makesNone() {
        Router router = new Router("router-1", store, LABELS);
        router.catalogue.measured(Calibrations.of("v1", 60));
        router.watch.look();
        assertTrue(store.versions().versions().isEmpty());
        assertEquals(UtilityEstimate.Basis.CALIBRATED, router.sum().basis());
    }

    @Test
    void look_withoutTheDatabase_makesOneForItself_andStoresOneLater() {
        PGSimpleDataSource database = database(1);
        Router router = new Router("router-1", new PostgresPredictors(database, 3, Predictor.FORM), labels(database));
        router.catalogue.measured(Calibrations.of("v1", 120));
        router.watch.look();
        assertEquals(UtilityEstimate.Basis.PREDICTED, router.sum().basis());
        assertThrows(StoreAway.class, () -> new PostgresPredictors(database, 3, Predictor.FORM).versions());
        database.setPortNumbers(new int[] {Postgres.port()});
        router.watch.look();
        assertEquals(1, store.versions().versions().size());
    }

    /// What of a router has to do with predictors.
    private static final class Router {
        final CurrentCatalogue catalogue = new CurrentCatalogue(new World().catalogue);
        final PredictorEstimator estimator = new PredictorEstimator();
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        final PredictorWatch watch;

        Router(String name, PredictorStore store, LabelStore labels) {
            this(name, store, labels, SecondStage.NONE);
        }

        Router(String name, PredictorStore store, LabelStore labels, SecondStage stage) {
            watch = new PredictorWatch(
                    store, labels, catalogue, estimator, stage, new PredictorMeters(registry), new Keys(), name);
        }

        /// Of the small variant.
        UtilityEstimate sum() {
            return utility(PromptSample.of(Calibrations.SUM));
        }

        UtilityEstimate utility(PromptSample prompt) {
            return estimator
                    .of(prompt, "", catalogue.now())
                    .utility(catalogue.now().variant(SMALL).orElseThrow());
        }
    }

    private static final class Keys implements PredictorConfiguration {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration checkEvery() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int tasksMin() {
            return 100;
        }

        @Override
        public double beyondShare() {
            return .1;
        }

        @Override
        public int keep() {
            return 3;
        }

        @Override
        public SentenceConfiguration sentences() {
            throw new UnsupportedOperationException("the second stage is given");
        }
    }
}
