package dev.cortado.gateway.http;

import dev.cortado.gateway.report.ReportSpan;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what report is asked for from a URL's query: `from`, `to`, `project`, `format`.
///
/// @param page whether as a page, else as JSON
record ReportQuery(ReportSpan span, boolean page) {

    private static final Set<String> KNOWN = Set.of("from", "to", "project", "format");
    private static final String HTML = "html";

    /// @param accept the header, null for none
    static ReportQuery of(MultiMap query, @Nullable String accept, Instant now) throws InvalidRequest {
        for (Map.Entry<String, String> each : query) {
            if (!KNOWN.contains(each.getKey())) {
                throw new InvalidRequest(ApiError.invalid(
                        each.getKey(),
                        "unknown_parameter",
                        "there is no such parameter; there are from, to, project, format"));
            }
        }
        String last = query.get("to");
        String first = query.get("from");
        String project = query.get("project");
        Instant to = last == null ? now : instant("to", last);
        Instant from = first == null ? to.minus(ReportSpan.USUAL) : instant("from", first);
        if (!from.isBefore(to)) {
            throw new InvalidRequest(ApiError.invalid("to", "invalid_value", "to must be after from"));
        }
        return new ReportQuery(new ReportSpan(from, to, project == null ? "" : project), isPage(query, accept));
    }

    private static boolean isPage(MultiMap query, @Nullable String accept) throws InvalidRequest {
        String format = query.get("format");
        if (format == null) {
            return accept != null && accept.contains("text/html");
        }
        return switch (format) {
            case HTML -> true;
            case "json" -> false;
            default ->
                throw new InvalidRequest(
                        ApiError.invalid("format", "invalid_value", "must be json or html, not '" + format + "'"));
        };
    }

    /// A day is its first instant in UTC.
    private static Instant instant(String name, String text) throws InvalidRequest {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidRequest(ApiError.invalid(
                    name,
                    "invalid_value",
                    "must be a day such as 2026-11-01, or an instant such as 2026-11-01T12:00:00Z"));
        }
    }
}
