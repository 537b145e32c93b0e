package dev.cortado.local.settings;

import java.util.regex.Pattern;

/// A further listener of our Kafka, for clients that come another way. A broker tells whoever asks it where it is, and
/// they go on there: without a listener of their own, clients of a proxy would pass it once only.
///
/// @param port on loopback, where the broker listens
/// @param advertised `host:port` that clients who come by this listener are told
public record KafkaListener(int port, String advertised) {
    private static final Pattern FORM = Pattern.compile("\\d{1,5}=[\\w.-]+:\\d{1,5}");

    /// Reads `port=host:port`.
    static KafkaListener of(String text) {
        if (FORM.matcher(text).matches()) {
            int border = text.indexOf('=');
            int port = Integer.parseInt(text.substring(0, border));
            if (isPort(port) && isPort(Integer.parseInt(text.substring(text.indexOf(':') + 1)))) {
                return new KafkaListener(port, text.substring(border + 1));
            }
        }
        throw new SettingsException(SettingKey.KAFKA_FURTHER_LISTENER.key() + ": '" + text
                + "' is not port=host:port, such as 9095=127.0.0.1:9096");
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= 65_535;
    }

    /// As the key is written.
    public String text() {
        return port + "=" + advertised;
    }
}
