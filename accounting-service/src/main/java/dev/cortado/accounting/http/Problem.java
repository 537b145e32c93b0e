package dev.cortado.accounting.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/// An error as administration tells it (RFC 9457, `application/problem+json`).
///
/// @param field the field, parameter or header at fault
/// @param expected what to send instead
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(
        String type, String title, int status, String detail, Optional<String> field, Optional<String> expected) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String code, String title, String detail) {
        return new Problem("urn:cortado:problem:" + code, title, status, detail, Optional.empty(), Optional.empty());
    }

    static Problem ofField(int status, String code, String title, String field, String detail, String expected) {
        return new Problem(
                "urn:cortado:problem:" + code, title, status, detail, Optional.of(field), Optional.of(expected));
    }

    static Problem invalid(String field, String detail, String expected) {
        return ofField(400, "invalid_field", "A field is invalid", field, detail, expected);
    }

    static Problem missing(String what, String id) {
        return of(404, "not_found", "Not found", "there is no " + what + " '" + id + "' that you may see");
    }
}
