package dev.cortado.bench.simulation.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.bench.simulation.BooksMaking;
import dev.cortado.bench.simulation.Campaign;
import dev.cortado.bench.simulation.Plan;
import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.BooksDiffer;
import dev.cortado.bench.simulation.books.Tables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.context.spi.ContextManagerProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The first thousand of the histories that [dev.cortado.bench.simulation.SimulationTest] runs, with the functions that
/// serve beside the model of them.
class DatabaseAgreementTest {

    private static final long SEED = 20_261_124;
    private static final long HISTORIES = 1_000;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private static EmbeddedPostgres server;
    private static final List<BooksDatabase> DATABASES = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = BooksDatabase.server();
        for (int i = 0; i < THREADS; i++) {
            DATABASES.add(BooksDatabase.create(server, "books_" + i));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        DATABASES.forEach(BooksDatabase::close);
        server.close();
    }

    @Test
    void thousandHistories_onPostgres_agreeWithTheModel() throws InterruptedException {
        // Two threads that are the first to ask for it register it twice, and one of them dies of that.
        ContextManagerProvider.instance();
        Campaign campaign = new Campaign(SEED);
        Queue<BooksDatabase> free = new ConcurrentLinkedQueue<>(DATABASES);
        campaign.run(HISTORIES, THREADS, () -> new Beside(free.remove()), _ -> {});

        System.out.print(campaign.summary());
        assertEquals(List.of(), campaign.violating());
        assertEquals(HISTORIES, campaign.histories());
    }

    /// Puts a database beside the model of each history of one thread.
    private record Beside(BooksDatabase database) implements BooksMaking {

        @Override
        public Books of(Books model, Tables tables, Plan plan) {
            database.begin(plan);
            return new ComparedBooks(model, new SqlBooks(database), tables, database);
        }

        @Override
        public void over(Tables tables) {
            same(TableTexts.money(tables), database.money());
            same(TableTexts.rest(tables), database.rest());
        }

        private static void same(String expected, String actual) {
            if (!expected.equals(actual)) {
                throw new BooksDiffer("at the end the model holds\n" + expected + "\nand the database\n" + actual);
            }
        }
    }
}
