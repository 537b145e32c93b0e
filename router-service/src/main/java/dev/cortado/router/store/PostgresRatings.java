package dev.cortado.router.store;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.learn.RatedAnswer;
import dev.cortado.router.learn.RatingLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Ratings as [PostgresFeedback] keeps them, by plain JDBC: no request waits for what is learnt.
final class PostgresRatings implements RatingLog {

    private static final String RATERS = """
            select organisation, max(arrival) as last, count(seen) as ratings from router.feedback
            where arrival > ? group by organisation order by last""";
    private static final String AFTER = """
            select arrival, variant, score, seen from router.feedback
            where organisation = ? and arrival > ? order by arrival limit ?""";
    private static final String BEFORE = "select arrival from router.feedback order by arrival desc offset ? limit 1";

    private final DataSource database;
    private final int pageMax;

    /// @param pageMax ratings that are read at once
    PostgresRatings(DataSource database, int pageMax) {
        this.database = database;
        this.pageMax = pageMax;
    }

    @Override
    public long before(int ratingsMax) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(BEFORE)) {
            query.setInt(1, ratingsMax);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new StoreAway(e);
        }
    }

    @Override
    public Raters ratersAfter(long place) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(RATERS)) {
            query.setLong(1, place);
            try (ResultSet row = query.executeQuery()) {
                List<OrganisationId> organisations = new ArrayList<>();
                long ratings = 0;
                long upTo = place;
                while (row.next()) {
                    upTo = row.getLong("last");
                    organisations.add(new OrganisationId(row.getString("organisation")));
                    ratings += row.getLong("ratings");
                }
                return new Raters(organisations, ratings, upTo);
            }
        } catch (SQLException e) {
            throw new StoreAway(e);
        }
    }

    @Override
    public Page after(long place, OrganisationId organisation) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(AFTER)) {
            query.setString(1, organisation.value());
            query.setLong(2, place);
            query.setInt(3, pageMax);
            try (ResultSet row = query.executeQuery()) {
                return read(place, organisation, row);
            }
        } catch (SQLException e) {
            throw new StoreAway(e);
        }
    }

    private Page read(long place, OrganisationId organisation, ResultSet row) throws SQLException {
        List<RatedAnswer> answers = new ArrayList<>();
        long upTo = place;
        int count = 0;
        while (row.next()) {
            count++;
            upTo = row.getLong("arrival");
            byte[] seen = row.getBytes("seen");
            Optional<SeenPrompt> prompt = seen == null ? Optional.empty() : SeenPrompt.ofBytes(seen);
            if (prompt.isPresent()) {
                answers.add(new RatedAnswer(
                        upTo,
                        organisation,
                        new VariantId(row.getString("variant")),
                        prompt.get(),
                        row.getDouble("score")));
            }
        }
        return new Page(answers, upTo, count < pageMax);
    }
}
