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
        problem.path("lines").forEach(line -> message.append(line(line)));
        return new RefusedException(status, message.toString());
    }

    /// One of the body's lines that do not fit.
    private static String line(JsonNode line) {
        return System.lineSeparator() + "  line " + line.path("line").asText() + ": "
                + (line.hasNonNull("field") ? line.path("field").asText() + ": " : "")
                + line.path("detail").asText()
                + (line.hasNonNull("expected")
                        ? "; expected: " + line.path("expected").asText()
                        : "");
    }
}
