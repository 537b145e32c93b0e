package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.LocalStack;
import dev.cortado.local.flow.FreePorts;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A PostgreSQL on which roles of our names exist already, with passwords of their own.
class ExistingRolesIT {

    private static final String ADMINISTRATOR = "cortado_administrator";

    @TempDir
    private Path directory;

    private LocalStack stack;
    private Secrets theirs;
    private Secrets ours;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        stack = LocalStack.start(EnumSet.of(Tier.SMALL), FreePorts.block(), data, Map.of(SettingKey.PARTS, "postgres"));
        theirs = Secrets.in(data.resolve("secrets"));
        ours = Secrets.in(directory.resolve("other-secrets"));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void arrange_roleWithAnotherPassword_isRefusedByNameAndKeepsIt() throws SQLException {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> databases(false).arrange());

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("accounting") && message.contains("postgres-accounting"), message);
        assertTrue(message.contains("postgres-reset-passwords"), message);
        assertTrue(opens(theirs) && !opens(ours));
    }

    @Test
    void arrange_resetAllowed_givesOurPasswordAndLogsNone() throws SQLException, IOException {
        try (Connection connection = connect("postgres", ADMINISTRATOR, administratorPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET log_statement = 'all'");
            statement.execute("SELECT pg_reload_conf()");
        }

        databases(true).arrange();

        assertTrue(opens(ours) && !opens(theirs));
        String log = Files.readString(stack.dataDirectory().resolve("logs").resolve("postgres.log"));
        assertTrue(log.contains("SCRAM-SHA-256$"), "the statements were logged");
        for (Secrets.Name name : Secrets.Name.values()) {
            assertFalse(log.contains(ours.get(name)), () -> name + " stands in the log");
        }
    }

    @Test
    void arrange_ourOwnPassword_isLeftAlone() throws SQLException {
        new Databases(address(), ADMINISTRATOR, administratorPassword(), theirs, false).arrange();

        assertTrue(opens(theirs));
    }

    private Databases databases(boolean resetsPasswords) {
        return new Databases(address(), ADMINISTRATOR, administratorPassword(), ours, resetsPasswords);
    }

    private String administratorPassword() {
        return theirs.get(Secrets.Name.POSTGRES_ADMINISTRATOR);
    }

    private String address() {
        return "127.0.0.1:" + stack.port(PartPort.POSTGRES);
    }

    private boolean opens(Secrets secrets) throws SQLException {
        try (Connection connection = connect("cortado", "accounting", secrets.get(Secrets.Name.POSTGRES_ACCOUNTING))) {
            return connection.isValid(5);
        } catch (SQLException e) {
            assertEquals("28P01", e.getSQLState(), e::toString);
            return false;
        }
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address() + "/" + database, user, password);
    }
}
