package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.gateway.generate.TokenLogprob;
import dev.cortado.gateway.generate.TokenLogprob.Scored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Log probabilities in OpenAI's shape. A token may hold a part of a character: `bytes` carries it, and in `token` the
/// replacement character stands for it.
final class LogprobsJson {

    /// What OpenAI writes for a probability too small to tell; JSON has no infinity.
    private static final double LOGPROB_MIN = -9999;

    private LogprobsJson() {}

    /// The entries, separated by commas: the inside of an array.
    static String entries(List<TokenLogprob> logprobs) {
        StringBuilder text = new StringBuilder();
        for (TokenLogprob logprob : logprobs) {
            text.append(text.isEmpty() ? "" : ",").append(JsonWriter.write(json -> write(json, logprob)));
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, TokenLogprob logprob) throws IOException {
        json.writeStartObject();
        fields(json, logprob.drawn());
        json.writeArrayFieldStart("top_logprobs");
        for (Scored scored : logprob.top()) {
            json.writeStartObject();
            fields(json, scored);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, Scored scored) throws IOException {
        json.writeStringField("token", new String(scored.bytes(), StandardCharsets.UTF_8));
        json.writeNumberField("logprob", scored.logprob() >= LOGPROB_MIN ? scored.logprob() : LOGPROB_MIN);
        json.writeArrayFieldStart("bytes");
        for (byte part : scored.bytes()) {
            json.writeNumber(Byte.toUnsignedInt(part));
        }
        json.writeEndArray();
    }
}
