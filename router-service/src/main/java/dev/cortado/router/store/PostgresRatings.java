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
import org.jspecify.annotations.Nullable;

/// Ratings as [PostgresFeedback] keeps them, by plain JDBC: no request waits for what is learnt.
final class PostgresRatings implements RatingLog {

    private static final String AFTER = """
            select arrival, organisation, variant, score, seen from router.feedback
            where arrival > ? %s order by arrival limit ?""";
    private static final String AFTER_ALL = AFTER.formatted("");
    private static final String AFTER_OWN = AFTER.formatted("and organisation = ?");
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
    public Page after(long place) {
        return page(place, null);
    }

    @Override
    public Page after(long place, OrganisationId organisation) {
        return page(place, organisation);
    }

    private Page page(long place, @Nullable OrganisationId organisation) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(organisation == null ? AFTER_ALL : AFTER_OWN)) {
            query.setLong(1, place);
            if (organisation == null) {
                query.setInt(2, pageMax);
            } else {
                query.setString(2, organisation.value());
                query.setInt(3, pageMax);
            }
            try (ResultSet row = query.executeQuery()) {
                return read(place, row);
            }
        } catch (SQLException e) {
            throw new StoreAway(e);
        }
    }

    private Page read(long place, ResultSet row) throws SQLException {
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
                        new OrganisationId(row.getString("organisation")),
                        new VariantId(row.getString("variant")),
                        prompt.get(),
                        row.getDouble("score")));
            }
        }
        return new Page(answers, upTo, count < pageMax);
    }
}
