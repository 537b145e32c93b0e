package dev.cortado.router.store;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.learn.RatedAnswer;
import dev.cortado.router.learn.RatingLog;
import dev.cortado.router.learn.Told;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Ratings as [PostgresFeedback] keeps them, by plain JDBC: no request waits for what is learnt.
final class PostgresRatings implements RatingLog {

    /// From one organisation to the next in the index of all, instead of over all ratings.
    private static final String RATERS = """
            with recursive known(organisation, since) as (
                (select organisation, arrival from router.feedback order by organisation, arrival limit 1)
                union all
                select next.organisation, next.arrival
                from known cross join lateral (
                    select organisation, arrival from router.feedback
                    where organisation > known.organisation order by organisation, arrival limit 1) next)
            select organisation, (select max(arrival) from router.feedback) as up_to from known order by since""";
    private static final String RATERS_AFTER = """
            select organisation, max(max(arrival)) over () as up_to from router.feedback
            where arrival > ? group by organisation order by min(arrival)""";
    private static final String COUNT = """
            select count(*) from (
                select from router.feedback where organisation = ? order by arrival desc limit ?) newest""";
    private static final String BEFORE = """
            select arrival from router.feedback where organisation = ? order by arrival desc offset ? limit 1""";
    /// Beside each rating those of the same rater and answer, as far as they could be learnt from.
    private static final String AFTER = """
            select f.arrival, f.variant, f.score, f.seen, f.is_said, told.said, told.engagement,
                f.arrival <= f.settled as is_settled, told.is_outdone
            from (
                select reservation, rater, arrival, variant, score, seen, %1$s as is_said, ?::bigint as settled
                from router.feedback
                where organisation = ? and arrival > ? order by arrival limit ?) f
            cross join lateral (
                select avg(score) filter (where %1$s and arrival < f.arrival) as said,
                    max(score) filter (where not %1$s and arrival < f.arrival) as engagement,
                    bool_or(arrival <= f.settled and (%1$s or score > f.score or
                        (score = f.score and arrival < f.arrival))) as is_outdone
                from router.feedback
                where reservation = f.reservation and rater = f.rater
                    and arrival > ? and arrival <> f.arrival and seen is not null) told
            order by f.arrival""".formatted(Statements.IS_SAID);

    private final DataSource database;
    private final int pageMax;

    /// @param pageMax ratings that are read at once
    PostgresRatings(DataSource database, int pageMax) {
        this.database = database;
        this.pageMax = pageMax;
    }

    @Override
    public Raters raters() {
        return read(RATERS, _ -> {}, row -> ratersIn(row, 0));
    }

    @Override
    public Raters ratersAfter(long place) {
        return read(RATERS_AFTER, query -> query.setLong(1, place), row -> ratersIn(row, place));
    }

    @Override
    public int count(OrganisationId organisation, int atMost) {
        return read(
                COUNT,
                query -> {
                    query.setString(1, organisation.value());
                    query.setInt(2, atMost);
                },
                row -> row.next() ? row.getInt(1) : 0);
    }

    @Override
    public long before(OrganisationId organisation, int newest) {
        return read(
                BEFORE,
                query -> {
                    query.setString(1, organisation.value());
                    query.setInt(2, newest);
                },
                row -> row.next() ? row.getLong(1) : 0);
    }

    @Override
    public Page after(Stretch read, OrganisationId organisation) {
        return read(
                AFTER,
                query -> {
                    query.setLong(1, read.settled());
                    query.setString(2, organisation.value());
                    query.setLong(3, read.upTo());
                    query.setInt(4, pageMax);
                    query.setLong(5, read.begin());
                },
                row -> pageIn(row, read.upTo(), organisation));
    }

    private static Raters ratersIn(ResultSet row, long place) throws SQLException {
        List<OrganisationId> organisations = new ArrayList<>();
        long upTo = place;
        while (row.next()) {
            upTo = row.getLong("up_to");
            organisations.add(new OrganisationId(row.getString("organisation")));
        }
        return new Raters(organisations, upTo);
    }

    private Page pageIn(ResultSet row, long place, OrganisationId organisation) throws SQLException {
        List<RatedAnswer> answers = new ArrayList<>();
        long upTo = place;
        int count = 0;
        while (row.next()) {
            count++;
            upTo = row.getLong("arrival");
            byte[] seen = row.getBytes("seen");
            Optional<SeenPrompt> prompt = seen == null ? Optional.empty() : SeenPrompt.ofBytes(seen);
            if (prompt.isPresent() && counts(row)) {
                answers.add(new RatedAnswer(
                        upTo, organisation, new VariantId(row.getString("variant")), prompt.get(), told(row)));
            }
        }
        return new Page(answers, upTo, count < pageMax);
    }

    /// Whether it is not engagement that something else by the same rater took the place of before it was read.
    private static boolean counts(ResultSet row) throws SQLException {
        return row.getBoolean("is_said") || !row.getBoolean("is_settled") || !row.getBoolean("is_outdone");
    }

    private static Told told(ResultSet row) throws SQLException {
        Double engagement = row.getBoolean("is_settled") ? null : orNull(row, "engagement");
        Told.Before before = new Told.Before(orNull(row, "said"), engagement);
        double score = row.getDouble("score");
        return row.getBoolean("is_said") ? new Told.Said(score, before) : new Told.Engaged(score, before);
    }

    private static @Nullable Double orNull(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(value);
    }

    private <T> T read(String statement, Filling filling, Reading<T> reading) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(statement)) {
            filling.fill(query);
            try (ResultSet rows = query.executeQuery()) {
                return reading.read(rows);
            }
        } catch (SQLException e) {
            throw new StoreAway(e);
        }
    }

    @FunctionalInterface
    private interface Filling {
        void fill(PreparedStatement query) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
