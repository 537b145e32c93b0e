package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.gateway.trial.PolicyJudgement.Interval;
import dev.cortado.gateway.trial.TrialComparison;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A trial's arms side by side, as JSON.
final class TrialJson {

    private TrialJson() {}

    static Buffer of(TrialComparison.Compared compared, Instant since) {
        return JsonWriter.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "policy_trial");
            json.writeStringField("name", compared.name());
            json.writeBooleanField("is_set", compared.isSet());
            json.writeStringField("mode", compared.isShadow() ? "shadow" : "served");
            json.writeStringField("since", since.toString());
            json.writeBooleanField("truncated", compared.truncated());
            if (compared.isShadow()) {
                json.writeNumberField("decided_alike", compared.alike());
            }
            side(json, "usual", compared.usual());
            side(json, compared.isShadow() ? "shadow" : "trial", compared.other());
            json.writeObjectFieldStart("difference");
            means(json, compared.more());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void side(JsonGenerator json, String name, TrialComparison.Side side) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("requests", side.requests());
        json.writeNumberField("units", side.units());
        json.writeNumberField("ratings", side.ratings());
        means(json, side.means());
        json.writeEndObject();
    }

    private static void means(JsonGenerator json, TrialComparison.Means means) throws IOException {
        number(json, "utility", means.utility());
        number(json, "rating", means.rating());
        usd(json, "likely_cost_usd", means.likelyCostUsd());
        usd(json, "charged_usd", means.chargedUsd());
    }

    private static void number(JsonGenerator json, String name, @Nullable Interval interval) throws IOException {
        if (interval == null) {
            json.writeNullField(name);
        } else {
            PolicyJson.utility(json, name, interval);
        }
    }

    private static void usd(JsonGenerator json, String name, @Nullable Interval interval) throws IOException {
        if (interval == null) {
            json.writeNullField(name);
        } else {
            PolicyJson.usd(json, name, interval);
        }
    }
}
