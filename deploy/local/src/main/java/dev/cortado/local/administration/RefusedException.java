package dev.cortado.local.administration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// The API's refusal, as its problem says it.
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /// @param problem an `application/problem+json`; missing where the answer was something else
    static RefusedException of(int status, JsonNode problem) {
        StringBuilder message = new StringBuilder(
                problem.path("detail").asText(problem.path("title").asText("")));
        if (message.isEmpty()) {
            message.append("the administrative API answered HTTP ").append(status);
        }
        if (problem.hasNonNull("field")) {
            message.insert(0, problem.path("field").asText() + ": ");
        }
        if (problem.hasNonNull("expected")) {
            message.append("; expected: ").append(problem.path("expected").asText());
        }
        return new RefusedException(status, message.toString());
    }
}
