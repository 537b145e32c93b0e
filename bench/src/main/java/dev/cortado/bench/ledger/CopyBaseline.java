package dev.cortado.bench.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// The most the database could do: the very rows that posting made, by COPY, into tables with the same columns,
/// indexes, checks and keys, and nothing else to do.
final class CopyBaseline {

    private CopyBaseline() {}

    /// Seconds that COPY takes for all usage rows and their entries.
    static double seconds(Connection connection) throws SQLException, IOException {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        Path directory = Files.createTempDirectory("cortado-bench-copy");
        try (Statement statement = connection.createStatement()) {
            List<String> days = days(statement);
            statement.execute("create table copy_usage (like usage including all) partition by range (day)");
            for (String day : days) {
                statement.execute("create table copy_" + day + " partition of copy_usage for values from ('"
                        + day.substring("usage_".length()) + "') to ('" + next(statement, day) + "')");
            }
            statement.execute("create table copy_entry (like entry including all)");
            Path usage = out(copy, directory, "usage", "select * from usage");
            Path entries = out(copy, directory, "entry", "select * from entry");
            long begun = System.nanoTime();
            in(copy, usage, "copy_usage");
            in(copy, entries, "copy_entry");
            double seconds = (System.nanoTime() - begun) / 1e9;
            statement.execute("drop table copy_usage");
            statement.execute("drop table copy_entry");
            return seconds;
        } finally {
            for (String name : List.of("usage", "entry")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        }
    }

    private static List<String> days(Statement statement) throws SQLException {
        List<String> days = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("select c.relname from pg_inherits i"
                + " join pg_class c on c.oid = i.inhrelid where i.inhparent = 'usage'::regclass order by 1")) {
            while (found.next()) {
                days.add(found.getString(1));
            }
        }
        return days;
    }

    private static String next(Statement statement, String partition) throws SQLException {
        try (ResultSet found = statement.executeQuery(
                "select (to_date('" + partition.substring("usage_".length()) + "', 'YYYYMMDD') + 1)::text")) {
            found.next();
            return found.getString(1);
        }
    }

    private static Path out(CopyManager copy, Path directory, String name, String query)
            throws SQLException, IOException {
        Path file = directory.resolve(name);
        System.err.println("writing " + name + " out");
        try (OutputStream stream = Files.newOutputStream(file)) {
            copy.copyOut("copy (" + query + ") to stdout (format binary)", stream);
        }
        return file;
    }

    private static void in(CopyManager copy, Path file, String table) throws SQLException, IOException {
        System.err.println("copying into " + table);
        try (InputStream stream = Files.newInputStream(file)) {
            copy.copyIn("copy " + table + " from stdin (format binary)", stream, 1 << 18);
        }
    }
}
