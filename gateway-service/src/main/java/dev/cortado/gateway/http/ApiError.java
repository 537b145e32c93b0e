package dev.cortado.gateway.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error in OpenAI's shape, with its status and headers.
///
/// @param type OpenAI's class of error, such as `invalid_request_error`
/// @param param the field or header at fault, null where there is none
/// @param code what programs switch on, null where OpenAI has none
/// @param facts figures for programs, written as `error.cortado`; values are decimals, times or names
record ApiError(
        int status,
        String type,
        @Nullable String param,
        @Nullable String code,
        String message,
        Map<String, String> headers,
        Map<String, String> facts) {

    static final String INVALID = "invalid_request_error";
    private static final String RETRY_AFTER = "retry-after";
    private static final String SHOULD_RETRY = "x-should-retry";

    static ApiError of(int status, String type, @Nullable String code, String message) {
        return new ApiError(status, type, null, code, message, Map.of(), Map.of());
    }

    /// An error that names the field or header at fault.
    static ApiError of(int status, String type, @Nullable String param, @Nullable String code, String message) {
        return new ApiError(status, type, param, code, message, Map.of(), Map.of());
    }

    static ApiError invalid(@Nullable String param, @Nullable String code, String message) {
        return new ApiError(400, INVALID, param, code, message, Map.of(), Map.of());
    }

    ApiError withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiError(status, type, param, code, message, more, facts);
    }

    /// @param time rounded up to whole seconds, at least one
    ApiError withRetryAfter(Duration time) {
        long seconds = Math.max(1, time.plusMillis(999).toSeconds());
        return withHeader(RETRY_AFTER, Long.toString(seconds));
    }

    /// The same, which OpenAI's clients do not answer by sending the request again.
    ApiError withoutRetries() {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(RETRY_AFTER);
        fewer.put(SHOULD_RETRY, "false");
        return new ApiError(status, type, param, code, message, fewer, facts);
    }

    ApiError withFact(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new ApiError(status, type, param, code, message, headers, more);
    }
}
