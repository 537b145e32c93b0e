package dev.cortado.inference.client;

import java.net.URI;
import java.time.Duration;

/// How an OpenAI-compatible server is reached.
///
/// @param base what OpenAI's own clients are given, such as `http://127.0.0.1:8080/v1`
/// @param connectTimeMax to open a connection
/// @param answerTimeMax of a probe, or of counting a prompt
/// @param completionMaxField what the server calls the limit of the completion: `max_tokens`, or
/// `max_completion_tokens`
/// @param prefixesShared whether the server may reuse what it computed for the prompts of other tenants
/// @param eventBytesMax of one event of a stream
public record OpenAiSettings(
        URI base,
        ServerKey key,
        Duration connectTimeMax,
        Duration answerTimeMax,
        String completionMaxField,
        boolean prefixesShared,
        int eventBytesMax) {

    /// @throws IllegalArgumentException if the address is none, or carries a secret
    public OpenAiSettings {
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http || base.getHost() == null) {
            throw new IllegalArgumentException("a server's address must be http:// or https:// with a host");
        }
        if (base.getUserInfo() != null || base.getQuery() != null) {
            throw new IllegalArgumentException(
                    "a server's address must carry no user, password or query: keys have keys of their own");
        }
    }

    /// An address below the base.
    URI at(String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    /// An address below the server's root.
    URI atRoot(String path) {
        return base.resolve(path);
    }

    /// For people: host and port.
    String place() {
        return base.getAuthority();
    }
}
