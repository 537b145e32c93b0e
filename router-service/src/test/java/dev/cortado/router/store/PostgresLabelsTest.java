package dev.cortado.router.store;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.label.LabelDraft;
import dev.cortado.router.label.LabelDrafts;
import dev.cortado.router.label.LabelRegistry;
import dev.cortado.router.label.LabelSet;
import dev.cortado.router.label.LabelStore;
import dev.cortado.router.label.LabelStore.Import;
import dev.cortado.router.label.LabelledPrompt;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Labels through a real PostgreSQL.
class PostgresLabelsTest {

    private static final PGSimpleDataSource DATABASE = database(Postgres.port());

    private final LabelStore store = new PostgresLabels(DATABASE, Duration.ofDays(10), 250, 3);

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
        execute("truncate router.label_set cascade");
        execute("update router.label_revision set number = 0");
    }

    private static void execute(String statement) throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement made = connection.createStatement()) {
            made.execute(statement);
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

    @Test
    void aSet_isKeptOnce_whateverItIsCalled() {
        LabelDraft draft = LabelDrafts.smallFailsAtSums(100);
        Import.Kept kept = kept(draft);

        assertTrue(kept.isNew());
        assertEquals("sums.csv", kept.set().name());
        assertEquals(List.of(LARGE, SMALL), kept.set().variants());
        assertEquals(100, kept.set().prompts());
        assertEquals(200, kept.set().labels());
        assertEquals(
                kept.set().importedAt().plus(Duration.ofDays(10)), kept.set().keptUntil());
        assertEquals(1, store.revision());

        Import.Kept again = kept(new LabelDraft("b.csv", draft.prompts().reversed()));
        assertFalse(again.isNew());
        assertEquals(kept.set(), again.set());
        assertEquals(1, store.revision());
        assertEquals(List.of(kept.set()), store.sets());
    }

    @Test
    void whatIsLearntFrom_isWhatCame() {
        kept(LabelDrafts.smallFailsAtSums(2));
        LabelStore.Labelled labelled = store.all();

        assertEquals(1, labelled.revision());
        ScoredTask first = labelled.tasks().getFirst();
        assertEquals("What is 0 plus 0?", first.prompt());
        assertEquals("", first.taskClass());
        assertEquals(Map.of(SMALL, 0.0, LARGE, 1.0), first.scores());
        assertEquals(Map.of(SMALL, 9), first.completionTokens());
        assertEquals(2, labelled.tasks().stream().map(ScoredTask::id).distinct().count());
    }

    @Test
    void more_thanIsKept_isNotTaken() {
        kept(LabelDrafts.smallFailsAtSums(100));

        Import.NoRoom room = assertInstanceOf(Import.NoRoom.class, store.add(LabelDrafts.smallFailsAtSums(151)));
        assertEquals(new Import.NoRoom(150, 2), room);
        assertEquals(1, store.sets().size());
        kept(LabelDrafts.smallFailsAtSums(1));
        kept(LabelDrafts.smallFailsAtSums(2));
        assertEquals(new Import.NoRoom(147, 0), store.add(LabelDrafts.smallFailsAtSums(3)));
    }

    @Test
    void aSet_isDeletedWithItsPrompts() {
        LabelSet set = kept(LabelDrafts.smallFailsAtSums(2)).set();

        assertEquals(Optional.of(set), store.delete(set.number()));
        assertEquals(Optional.empty(), store.delete(set.number()));
        assertEquals(new LabelStore.Labelled(2, List.of()), store.all());
    }

    @Test
    void aSetPastItsTime_isDeleted_andThatIsAChange() throws SQLException {
        kept(LabelDrafts.smallFailsAtSums(2));
        execute("update router.label_set set imported_at = now() - interval '11 days'");

        assertTrue(store.sets().isEmpty());
        assertTrue(store.all().tasks().isEmpty());
        assertEquals(2, store.revision());
        assertEquals(2, store.revision());
        assertTrue(kept(LabelDrafts.smallFailsAtSums(2)).isNew());
    }

    @Test
    void variantsThatTheCatalogueLacks_areNamed_andNothingIsKept() {
        LabelRegistry registry = new LabelRegistry(store, new CurrentCatalogue(new World().catalogue));
        VariantId other = new VariantId("other-1");
        LabelDraft draft =
                new LabelDraft("a", List.of(new LabelledPrompt("One?", "", Map.of(SMALL, 1.0, other, 1.0), Map.of())));

        LabelRegistry.Outcome.UnknownVariants unknown =
                assertInstanceOf(LabelRegistry.Outcome.UnknownVariants.class, registry.add(draft));

        assertEquals(List.of(other), unknown.variants());
        assertTrue(registry.sets().isEmpty());
    }

    @Test
    void withoutTheDatabase_theStoreIsAway() {
        LabelStore away = new PostgresLabels(database(1), Duration.ofDays(1), 1, 1);
        assertThrows(StoreAway.class, away::revision);
    }

    private Import.Kept kept(LabelDraft draft) {
        return assertInstanceOf(Import.Kept.class, store.add(draft));
    }
}
