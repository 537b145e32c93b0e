package dev.cortado.accounting.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a webhook is: https, a host by name or address, no user or password. Whether the host's addresses may be
/// called is asked at each delivery, not here: they may change.
///
/// @param target path and query, as sent
public record WebhookUrl(String host, int port, String target) {

    public static final int LENGTH_MAX = 2_048;

    private static final int HTTPS = 443;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9a-fA-F:.]{2,45}]");

    /// What a text comes to as an address.
    public sealed interface Reading {
        record Accepted(WebhookUrl url) implements Reading {}

        record Refused(String why) implements Reading {}
    }

    /// @param ports those that may be called
    public static Reading read(String text, Set<Integer> ports) {
        if (text.length() > LENGTH_MAX) {
            return refused("it is longer than " + LENGTH_MAX + " characters");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return refused("it is not a URL");
        }
        if (!"https".equals(uri.getScheme())) {
            return refused("it does not begin with https://");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return refused("it has a user, a password or a fragment");
        }
        String host = uri.getHost();
        if (host == null || !HOST.matcher(host).matches()) {
            return refused("its host is neither a name in ASCII nor an address");
        }
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        if (!ports.contains(port)) {
            return refused(
                    "port " + port + " is not one of " + ports.stream().sorted().toList());
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Reading.Accepted(new WebhookUrl(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()));
    }

    private static Reading refused(String why) {
        return new Reading.Refused(why);
    }
}
