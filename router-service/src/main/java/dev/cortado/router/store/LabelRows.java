package dev.cortado.router.store;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.label.LabelDraft;
import dev.cortado.router.label.LabelledPrompt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A set of labels as rows.
final class LabelRows {

    private static final int FETCH = 1_000;
    private static final String ALL = """
            select p.set_number, p.place, p.class, p.prompt, s.variant, s.score, s.completion_tokens
            from label_set l join label_prompt p on p.set_number = l.number
                join label_score s on s.set_number = p.set_number and s.place = p.place
            where l.imported_at > ? order by p.set_number, p.place""";

    private LabelRows() {}

    static void insert(Connection connection, LabelDraft draft) throws SQLException {
        long number = head(connection, draft);
        try (PreparedStatement prompt = connection.prepareStatement("insert into label_prompt values (?, ?, ?, ?)");
                PreparedStatement score =
                        connection.prepareStatement("insert into label_score values (?, ?, ?, ?, ?)")) {
            for (int place = 0; place < draft.prompts().size(); place++) {
                LabelledPrompt each = draft.prompts().get(place);
                prompt.setLong(1, number);
                prompt.setInt(2, place);
                prompt.setString(3, each.taskClass());
                prompt.setString(4, each.prompt());
                prompt.addBatch();
                for (Map.Entry<VariantId, Double> of : each.scores().entrySet()) {
                    score.setLong(1, number);
                    score.setInt(2, place);
                    score.setString(3, of.getKey().value());
                    score.setDouble(4, of.getValue());
                    score.setObject(5, each.completionTokens().get(of.getKey()), Types.INTEGER);
                    score.addBatch();
                }
            }
            prompt.executeBatch();
            score.executeBatch();
        }
    }

    private static long head(Connection connection, LabelDraft draft) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into label_set"
                + " (digest, name, variants, prompts, labels) values (?, ?, ?, ?, ?) returning number")) {
            insert.setString(1, draft.digest());
            insert.setString(2, draft.name());
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            draft.variants().stream().map(VariantId::value).toArray()));
            insert.setInt(4, draft.prompts().size());
            insert.setInt(5, draft.labels());
            try (ResultSet made = insert.executeQuery()) {
                made.next();
                return made.getLong(1);
            }
        }
    }

    /// Those of sets that came later than a time.
    static List<ScoredTask> all(Connection connection, OffsetDateTime since) throws SQLException {
        List<ScoredTask> all = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(ALL)) {
            query.setFetchSize(FETCH);
            query.setObject(1, since);
            try (ResultSet row = query.executeQuery()) {
                Gathered gathered = null;
                while (row.next()) {
                    String id = String.format(
                            Locale.ROOT, "labels-%06d-%08d", row.getLong("set_number"), row.getInt("place"));
                    if (gathered == null || !gathered.id.equals(id)) {
                        if (gathered != null) {
                            all.add(gathered.task());
                        }
                        gathered = new Gathered(id, row.getString("class"), row.getString("prompt"));
                    }
                    gathered.score(row);
                }
                if (gathered != null) {
                    all.add(gathered.task());
                }
            }
        }
        return all;
    }

    /// A prompt whose rows follow each other.
    private static final class Gathered {
        private final String id;
        private final String taskClass;
        private final String prompt;
        private final Map<VariantId, Double> scores = new HashMap<>();
        private final Map<VariantId, Integer> tokens = new HashMap<>();

        Gathered(String id, String taskClass, String prompt) {
            this.id = id;
            this.taskClass = taskClass;
            this.prompt = prompt;
        }

        void score(ResultSet row) throws SQLException {
            VariantId variant = new VariantId(row.getString("variant"));
            scores.put(variant, row.getDouble("score"));
            int count = row.getInt("completion_tokens");
            if (!row.wasNull()) {
                tokens.put(variant, count);
            }
        }

        ScoredTask task() {
            return new ScoredTask(id, taskClass, prompt, scores, tokens);
        }
    }
}
