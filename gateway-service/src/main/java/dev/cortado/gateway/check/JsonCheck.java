package dev.cortado.gateway.check;

import java.util.Optional;

/// Whether an answer is one JSON value and nothing else and, where there is a schema, one that keeps to it.
public final class JsonCheck implements AnswerCheck {

    private final Optional<JsonValue> schema;

    /// Of any JSON.
    public JsonCheck() {
        this.schema = Optional.empty();
    }

    /// @param schema a JSON schema, as JSON
    /// @throws IllegalArgumentException if it is no JSON
    public JsonCheck(String schema) {
        this.schema = Optional.of(
                JsonText.read(schema).orElseThrow(() -> new IllegalArgumentException("the schema is not JSON")));
    }

    @Override
    public Judgement judge(String answer, String said) {
        Optional<JsonValue> value = JsonText.read(answer);
        if (value.isEmpty()) {
            return new Judgement.Broken("is not JSON");
        }
        return schema.map(known -> new JsonSchema(known).judge(value.get())).orElseGet(Judgement.Kept::new);
    }
}
