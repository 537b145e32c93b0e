package dev.cortado.router.store;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.label.LabelDraft;
import dev.cortado.router.label.LabelSet;
import dev.cortado.router.label.LabelStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Sets of labels in PostgreSQL, by plain JDBC: they come seldom, and no request waits for them. Whoever changes what
/// there is holds the revision's row, so that changes come one after the other.
final class PostgresLabels implements LabelStore {

    private static final String SETS =
            "select number, name, variants, prompts, labels, imported_at from label_set where imported_at > ?";
    private static final String OLD = "delete from label_set where imported_at <= ?";
    private static final String ROOM = "select coalesce(sum(prompts), 0), count(*) from label_set";
    private static final String NEXT = "update label_revision set number = number + 1 returning number";
    private static final String REVISION = """
            select number, exists (select from label_set where imported_at <= ?) from label_revision""";

    private final DataSource database;
    private final Duration retention;
    private final int promptsMax;
    private final int setsMax;

    /// @param retention after which a set is deleted
    /// @param promptsMax prompts of all sets together
    PostgresLabels(DataSource database, Duration retention, int promptsMax, int setsMax) {
        this.database = database;
        this.retention = retention;
        this.promptsMax = promptsMax;
        this.setsMax = setsMax;
    }

    /// What is done in one transaction.
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// One after the other, each whole or not at all.
    private <T> T change(Work<T> work) {
        return run(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (PreparedStatement own = connection.prepareStatement("select number from label_revision for update");
                    ResultSet row = own.executeQuery()) {
                row.next();
            }
            return work.with(connection);
        });
    }

    /// All that it reads is as of one moment.
    private <T> T look(Work<T> work) {
        return run(Connection.TRANSACTION_REPEATABLE_READ, work);
    }

    private <T> T run(int isolation, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        } catch (SQLException e) {
            throw new StoreAway(e);
        }
    }

    @Override
    public Import add(LabelDraft draft) {
        return change(connection -> {
            Optional<LabelSet> same = find(connection, " and digest = ?", draft.digest());
            if (same.isPresent()) {
                return new Import.Kept(same.get(), false);
            }
            forgetOld(connection);
            try (PreparedStatement room = connection.prepareStatement(ROOM);
                    ResultSet row = room.executeQuery()) {
                row.next();
                int promptsLeft = (int) Math.max(0, promptsMax - row.getLong(1));
                int setsLeft = (int) Math.max(0, setsMax - row.getLong(2));
                if (draft.prompts().size() > promptsLeft || setsLeft == 0) {
                    return new Import.NoRoom(promptsLeft, setsLeft);
                }
            }
            LabelRows.insert(connection, draft);
            next(connection);
            return new Import.Kept(
                    find(connection, " and digest = ?", draft.digest()).orElseThrow(), true);
        });
    }

    @Override
    public List<LabelSet> sets() {
        return look(connection -> {
            try (PreparedStatement query = connection.prepareStatement(SETS + " order by number desc")) {
                query.setObject(1, oldest());
                return sets(query);
            }
        });
    }

    @Override
    public Optional<LabelSet> delete(long number) {
        return change(connection -> {
            Optional<LabelSet> set = find(connection, " and number = ?", number);
            if (set.isPresent()) {
                try (PreparedStatement delete = connection.prepareStatement("delete from label_set where number = ?")) {
                    delete.setLong(1, number);
                    delete.executeUpdate();
                }
                next(connection);
            }
            return set;
        });
    }

    @Override
    public long revision() {
        Optional<Long> known = look(connection -> {
            try (PreparedStatement query = connection.prepareStatement(REVISION)) {
                query.setObject(1, oldest());
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getBoolean(2) ? Optional.empty() : Optional.of(row.getLong(1));
                }
            }
        });
        return known.orElseGet(() -> change(connection -> {
            forgetOld(connection);
            return number(connection);
        }));
    }

    @Override
    public Labelled all() {
        return look(connection -> {
            List<ScoredTask> tasks = LabelRows.all(connection, oldest());
            return new Labelled(number(connection), tasks);
        });
    }

    private OffsetDateTime oldest() {
        return OffsetDateTime.now(ZoneOffset.UTC).minus(retention);
    }

    private void forgetOld(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(OLD)) {
            delete.setObject(1, oldest());
            if (delete.executeUpdate() > 0) {
                next(connection);
            }
        }
    }

    private static void next(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NEXT)) {
            update.execute();
        }
    }

    private static long number(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select number from label_revision");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private Optional<LabelSet> find(Connection connection, String where, Object value) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SETS + where)) {
            query.setObject(1, oldest());
            query.setObject(2, value);
            return sets(query).stream().findFirst();
        }
    }

    private List<LabelSet> sets(PreparedStatement query) throws SQLException {
        List<LabelSet> all = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String[] variants = (String[]) row.getArray("variants").getArray();
                Instant importedAt =
                        row.getObject("imported_at", OffsetDateTime.class).toInstant();
                all.add(new LabelSet(
                        row.getLong("number"),
                        row.getString("name"),
                        Arrays.stream(variants).map(VariantId::new).toList(),
                        row.getInt("prompts"),
                        row.getInt("labels"),
                        importedAt,
                        importedAt.plus(retention)));
            }
        }
        return all;
    }
}
