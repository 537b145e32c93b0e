package dev.cortado.gateway.http;

import dev.cortado.gateway.feedback.Rating;
import io.vertx.core.buffer.Buffer;

/// A rating as it stands.
final class FeedbackJson {

    private FeedbackJson() {}

    static Buffer of(Rating rating) {
        return JsonWriter.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "feedback");
            json.writeStringField("decision_id", rating.decision().toString());
            json.writeStringField("kind", rating.kind());
            json.writeNumberField("score", rating.score());
            json.writeStringField("variant", rating.variant());
            json.writeStringField("rated_at", rating.ratedAt().toString());
            json.writeEndObject();
        });
    }
}
