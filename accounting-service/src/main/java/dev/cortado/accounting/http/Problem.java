package dev.cortado.accounting.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/// An error as administration tells it (RFC 9457, `application/problem+json`).
///
/// @param field the field, parameter or header at fault
/// @param expected what to send instead
/// @param lines of the body that do not fit, where it has many
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        Optional<String> field,
        Optional<String> expected,
        Optional<List<Line>> lines) {

    /// @param line number, from 1
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(int line, String detail, Optional<String> field, Optional<String> expected) {

        static Line of(int line, Problem problem) {
            return new Line(line, problem.detail(), problem.field(), problem.expected());
        }
    }

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String code, String title, String detail) {
        return new Problem(
                "urn:cortado:problem:" + code,
                title,
                status,
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Problem ofField(int status, String code, String title, String field, String detail, String expected) {
        return new Problem(
                "urn:cortado:problem:" + code,
                title,
                status,
                detail,
                Optional.of(field),
                Optional.of(expected),
                Optional.empty());
    }

    static Problem ofLines(List<Line> lines) {
        return new Problem(
                "urn:cortado:problem:invalid_lines",
                "Lines are invalid",
                400,
                lines.size() + " lines do not fit; nothing was taken",
                Optional.of("body"),
                Optional.of("every line as its column says"),
                Optional.of(List.copyOf(lines)));
    }

    static Problem invalid(String field, String detail, String expected) {
        return ofField(400, "invalid_field", "A field is invalid", field, detail, expected);
    }

    static Problem missing(String what, String id) {
        return of(404, "not_found", "Not found", "there is no " + what + " '" + id + "' that you may see");
    }
}
