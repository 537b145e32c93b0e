package dev.cortado.router.store;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.Predictor;
import dev.cortado.router.estimate.PredictorStore;
import dev.cortado.router.estimate.PredictorVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Predictors in PostgreSQL, by plain JDBC: they come seldom, and no request waits for them.
final class PostgresPredictors implements PredictorStore {

    private static final String COLUMNS = """
            select number, source, parent, router, variants, labels, calibration_error, took_nanos, made_at,
                number = coalesce(
                    (select number from predictor_held join predictor using (number) where form in (?, ?)),
                    (select max(number) from predictor where form = ?),
                    (select max(number) from predictor where form = ?)) as in_force
            from predictor""";
    private static final String INSERT = """
            insert into predictor (source, parent, router, variants, labels, calibration_error, took_nanos, content, form)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (source, form) do nothing""";
    private static final String HOLD = """
            insert into predictor_held (number) select number from predictor where number = ? and form in (?, ?)
            on conflict (single) do update set number = excluded.number, held_at = now()""";
    private static final String FORGET = """
            delete from predictor where number in
                (select number from
                    (select number, row_number() over (partition by form order by number desc) as age from predictor) p
                where age > ?)
            and number not in (select number from predictor_held)""";
    private static final String TURN = "select pg_try_advisory_lock(hashtextextended('router predictor', 0))";
    private static final String END_OF_TURN = "select pg_advisory_unlock(hashtextextended('router predictor', 0))";

    private final DataSource database;
    private final int keep;
    private final String form;

    /// @param keep versions that stay, beside the one that is held
    /// @param form what this router's predictors are made for; none of another form is in force here
    PostgresPredictors(DataSource database, int keep, String form) {
        this.database = database;
        this.keep = Math.max(1, keep);
        this.form = form;
    }

    /// What is done with a connection.
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T run(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new StoreAway(e);
        }
    }

    @Override
    public Optional<PredictorVersion> inForce() {
        return run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select * from (" + COLUMNS + ") v where in_force")) {
                forms(query);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(version(row)) : Optional.empty();
                }
            }
        });
    }

    /// One that is held, of either form; else the newest of its own and, before there is one, of those that go by
    /// features alone.
    private void forms(PreparedStatement query) throws SQLException {
        query.setString(1, form);
        query.setString(2, Predictor.FORM);
        query.setString(3, form);
        query.setString(4, Predictor.FORM);
    }

    @Override
    public Predictor read(long number) throws IOException {
        byte[] content = run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select content from predictor where number = ?")) {
                query.setLong(1, number);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? row.getBytes(1) : new byte[0];
                }
            }
        });
        return Predictor.read(new DataInputStream(new ByteArrayInputStream(content)));
    }

    @Override
    public boolean has(String source) {
        return run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select 1 from predictor where source = ? and form = ?")) {
                query.setString(1, source);
                query.setString(2, form);
                try (ResultSet row = query.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    @Override
    public boolean hasCalibration() {
        return run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("select exists (select from calibration)");
                    ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    @Override
    public void add(Draft draft) {
        byte[] content = content(draft.fit().predictor());
        Object[] variants = draft.fit().predictor().variants().stream()
                .map(VariantId::value)
                .toArray();
        run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, draft.source());
                if (draft.parent().isPresent()) {
                    insert.setLong(2, draft.parent().getAsLong());
                } else {
                    insert.setNull(2, Types.BIGINT);
                }
                insert.setString(3, draft.router());
                insert.setArray(4, connection.createArrayOf("text", variants));
                insert.setInt(5, draft.fit().labels());
                insert.setDouble(6, draft.fit().calibrationError());
                insert.setLong(7, draft.fit().took().toNanos());
                insert.setBytes(8, content);
                insert.setString(9, draft.fit().predictor().readsSentences() ? form : Predictor.FORM);
                insert.executeUpdate();
            }
            try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
                forget.setInt(1, keep);
                return forget.executeUpdate();
            }
        });
    }

    @Override
    public Versions versions() {
        return run(connection -> {
            List<PredictorVersion> all = new ArrayList<>();
            OptionalLong inForce = OptionalLong.empty();
            try (PreparedStatement query = connection.prepareStatement(COLUMNS + " order by number desc")) {
                forms(query);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        all.add(version(row));
                        inForce = row.getBoolean("in_force") ? OptionalLong.of(row.getLong("number")) : inForce;
                    }
                }
            }
            return new Versions(all, inForce, isHeld(connection, inForce));
        });
    }

    private static boolean isHeld(Connection connection, OptionalLong inForce) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from predictor_held where number = ?")) {
            query.setLong(1, inForce.orElse(0));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public boolean hold(long number) {
        return run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(HOLD)) {
                update.setLong(1, number);
                update.setString(2, form);
                update.setString(3, Predictor.FORM);
                return update.executeUpdate() > 0;
            }
        });
    }

    @Override
    public void release() {
        run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from predictor_held")) {
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public void alone(Runnable work) {
        run(connection -> {
            if (!turn(connection, TURN)) {
                return false;
            }
            try {
                work.run();
            } finally {
                turn(connection, END_OF_TURN);
            }
            return true;
        });
    }

    private static boolean turn(Connection connection, String statement) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(statement);
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static byte[] content(Predictor predictor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            predictor.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static PredictorVersion version(ResultSet row) throws SQLException {
        long parent = row.getLong("parent");
        OptionalLong made = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(parent);
        String[] variants = (String[]) row.getArray("variants").getArray();
        return new PredictorVersion(
                row.getLong("number"),
                row.getString("source"),
                made,
                row.getString("router"),
                Arrays.stream(variants).map(VariantId::new).toList(),
                row.getInt("labels"),
                row.getDouble("calibration_error"),
                Duration.ofNanos(row.getLong("took_nanos")),
                row.getObject("made_at", OffsetDateTime.class).toInstant());
    }
}
