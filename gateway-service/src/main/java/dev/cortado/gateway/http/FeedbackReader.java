package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.cortado.gateway.feedback.Feedback;
import dev.cortado.gateway.feedback.Remark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the body of `POST /v1/feedback`: the decision, one remark, and who makes it.
final class FeedbackReader {

    private static final int ID_CHARACTERS_MAX = 64;
    private static final int WORD_CHARACTERS_MAX = 16;
    private static final int RATER_CHARACTERS_MAX = 128;
    private static final int NESTING_MAX = 2;

    private static final String WAYS =
            "'score' (0 to 1), 'thumbs' ('up' or 'down') or 'event' ('opened', 'clicked' or 'replied')";

    private final JsonFactory factory;

    FeedbackReader(int bodyBytesMax) {
        factory = JsonFields.factory(NESTING_MAX, bodyBytesMax);
    }

    Feedback read(byte[] body) throws InvalidRequest {
        Body read = new Body();
        JsonFields.readBody(factory, body, json -> name -> read.field(json, name));
        return read.feedback();
    }

    /// The fields as they come, in any order.
    private static final class Body {

        private @Nullable String decision;
        private String rater = "";
        private final List<Remark> remarks = new ArrayList<>();

        void field(JsonFields json, String name) throws IOException, InvalidRequest {
            switch (name) {
                case "decision_id" -> decision = json.string(ID_CHARACTERS_MAX);
                case "rater" -> rater = rater(json);
                case "score" -> remarks.add(new Remark.Score(json.number(0, 1)));
                case "thumbs" -> remarks.add(new Remark.Thumbs(thumbs(json)));
                case "event" -> remarks.add(event(json));
                default -> throw json.unknown();
            }
        }

        private static String rater(JsonFields json) throws IOException, InvalidRequest {
            String rater = json.string(RATER_CHARACTERS_MAX);
            if (rater.isBlank() || rater.chars().anyMatch(Character::isISOControl)) {
                throw json.invalid("must be a name without control characters");
            }
            return rater;
        }

        private static boolean thumbs(JsonFields json) throws IOException, InvalidRequest {
            return switch (json.string(WORD_CHARACTERS_MAX)) {
                case "up" -> true;
                case "down" -> false;
                default -> throw json.invalid("must be 'up' or 'down'");
            };
        }

        private static Remark event(JsonFields json) throws IOException, InvalidRequest {
            return switch (json.string(WORD_CHARACTERS_MAX)) {
                case "opened" -> Remark.Engagement.OPENED;
                case "clicked" -> Remark.Engagement.CLICKED;
                case "replied" -> Remark.Engagement.REPLIED;
                default -> throw json.invalid("must be 'opened', 'clicked' or 'replied'");
            };
        }

        Feedback feedback() throws InvalidRequest {
            String id = decision;
            if (id == null) {
                throw new InvalidRequest(ApiError.invalid(
                        "decision_id",
                        "missing_required_parameter",
                        "'decision_id' is required: it is the header 'cortado-decision-id' of the answer"));
            }
            if (remarks.size() != 1) {
                throw new InvalidRequest(ApiError.invalid(
                        null,
                        remarks.isEmpty() ? "missing_required_parameter" : "invalid_value",
                        "the body must have exactly one of " + WAYS + ", not " + remarks.size()));
            }
            return new Feedback(id, rater, remarks.getFirst());
        }
    }
}
