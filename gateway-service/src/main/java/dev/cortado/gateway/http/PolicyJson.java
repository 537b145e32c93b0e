package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.trial.PolicyJudgement;
import dev.cortado.gateway.trial.PolicyQuestion;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/// What is estimated of another policy, as JSON. Money is decimal text, of ten digits since these are
/// means.
final class PolicyJson {

    private static final MathContext DIGITS = new MathContext(10);

    private PolicyJson() {}

    static Buffer of(PolicyQuestion question, PolicyJudgement.Estimated made) {
        return JsonWriter.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "policy_estimate");
            json.writeStringField("since", question.since().toString());
            json.writeStringField("policy", question.policy().word());
            NanoUsd usdPerUtility = question.usdPerUtility();
            if (usdPerUtility == null) {
                json.writeNullField("usd_per_utility");
            } else {
                json.writeStringField("usd_per_utility", usdPerUtility.toUsd());
            }
            Double utilityMin = question.utilityMin();
            if (utilityMin == null) {
                json.writeNullField("utility_min");
            } else {
                json.writeNumberField("utility_min", utilityMin);
            }
            json.writeNumberField("ratings", made.ratings());
            json.writeNumberField("decided_alike", made.alike());
            json.writeObjectFieldStart("left_out");
            json.writeNumberField("certain", made.leftOut().certain());
            json.writeNumberField("out_of_reach", made.leftOut().outOfReach());
            json.writeNumberField("untold", made.leftOut().untold());
            json.writeEndObject();
            worth(json, "in_force", made.inForce());
            worth(json, "proposed", made.other());
            utility(json, "utility_gain", made.utilityGain());
            usd(json, "cost_increase_usd", made.costIncreaseUsd());
            json.writeEndObject();
        });
    }

    private static void worth(JsonGenerator json, String name, PolicyJudgement.Worth worth) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeObjectFieldStart("utility");
        utility(json, "inverse_propensity", worth.utility().inversePropensity());
        utility(json, "doubly_robust", worth.utility().doublyRobust());
        json.writeEndObject();
        json.writeObjectFieldStart("cost_usd");
        usd(json, "inverse_propensity", worth.costUsd().inversePropensity());
        usd(json, "doubly_robust", worth.costUsd().doublyRobust());
        json.writeEndObject();
        json.writeNumberField("effective", worth.effective());
        json.writeNumberField("weight_max", worth.weightMax());
        json.writeEndObject();
    }

    static void utility(JsonGenerator json, String name, PolicyJudgement.Interval interval) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("value", interval.value());
        json.writeNumberField("low", interval.low());
        json.writeNumberField("high", interval.high());
        json.writeEndObject();
    }

    static void usd(JsonGenerator json, String name, PolicyJudgement.Interval interval) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("value", usd(interval.value()));
        json.writeStringField("low", usd(interval.low()));
        json.writeStringField("high", usd(interval.high()));
        json.writeEndObject();
    }

    private static String usd(double amount) {
        return new BigDecimal(amount, DIGITS).stripTrailingZeros().toPlainString();
    }
}
