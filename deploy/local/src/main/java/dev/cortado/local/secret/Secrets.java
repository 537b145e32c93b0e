package dev.cortado.local.secret;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// Every secret of one stack. Made once, kept in the data directory in a file of mode 0600, and handed to the
/// parts in their environment, never on a command line.
public final class Secrets {
    /// What each secret opens.
    public enum Name {
        POSTGRES_ADMINISTRATOR,
        POSTGRES_ACCOUNTING,
        POSTGRES_ROUTER,
        POSTGRES_GATEWAY,
        POSTGRES_KEYCLOAK,
        SIGNING_KEY,
        WEBHOOK_SEALING_KEY,
        KEYCLOAK_ADMINISTRATOR,
        KEYCLOAK_ACCOUNTING_CLIENT,
        KEYCLOAK_DEMO_USER,
        DEMO_API_KEY;

        /// As it stands in `secrets.properties`.
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Map<Name, String> values;

    private Secrets(Map<Name, String> values) {
        this.values = values;
    }

    /// Reads the secrets in `directory`, and makes those that are missing.
    public static Secrets in(Path directory) throws IOException {
        PrivateFiles.directory(directory);
        Path file = directory.resolve("secrets.properties");
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            }
        }
        SecureRandom random = new SecureRandom();
        Map<Name, String> values = new EnumMap<>(Name.class);
        boolean made = false;
        for (Name name : Name.values()) {
            String value = kept.getProperty(name.key());
            if (value == null || value.isBlank()) {
                value = make(name, random);
                made = true;
            }
            values.put(name, value);
        }
        if (made) {
            StringBuilder text = new StringBuilder("# Secrets of this stack. Keep this file to yourself.\n");
            values.forEach((name, value) ->
                    text.append(name.key()).append(" = ").append(value).append('\n'));
            PrivateFiles.write(file, text.toString());
        }
        return new Secrets(values);
    }

    public String get(Name name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no secret " + name);
        }
        return value;
    }

    public ApiKey demoKey() {
        return ApiKey.ofText(get(Name.DEMO_API_KEY));
    }

    /// The signing keys as the services read them: `id:base64`.
    public String signingKeys() {
        return "local-1:" + get(Name.SIGNING_KEY);
    }

    /// The keys that seal webhooks' secrets, as accounting reads them: `id:base64`.
    public String webhookSealingKeys() {
        return "local-1:" + get(Name.WEBHOOK_SEALING_KEY);
    }

    private static String make(Name name, SecureRandom random) {
        return switch (name) {
            case DEMO_API_KEY -> ApiKey.random(random).text();
            case SIGNING_KEY, WEBHOOK_SEALING_KEY -> Base64.getEncoder().encodeToString(bytes(random, 32));
            case POSTGRES_ADMINISTRATOR,
                    POSTGRES_ACCOUNTING,
                    POSTGRES_ROUTER,
                    POSTGRES_GATEWAY,
                    POSTGRES_KEYCLOAK,
                    KEYCLOAK_ADMINISTRATOR,
                    KEYCLOAK_ACCOUNTING_CLIENT,
                    KEYCLOAK_DEMO_USER ->
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, 18));
        };
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
