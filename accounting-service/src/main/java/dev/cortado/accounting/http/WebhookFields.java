package dev.cortado.accounting.http;

import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.configuration.WebhookSealing;
import dev.cortado.accounting.store.WebhookStore;
import dev.cortado.accounting.webhook.PublicAddresses;
import dev.cortado.accounting.webhook.Sealing;
import dev.cortado.accounting.webhook.Signature;
import dev.cortado.accounting.webhook.WebhookSecret;
import dev.cortado.accounting.webhook.WebhookUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what makes a webhook.
@ApplicationScoped
public class WebhookFields {

    private static final String ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 16;

    private final WebhookConfiguration configuration;
    private final Optional<Sealing> sealing;
    private final PublicAddresses reach = new PublicAddresses();
    private final SecureRandom random = new SecureRandom();

    WebhookFields(WebhookConfiguration configuration, WebhookSealing sealing) {
        this.configuration = configuration;
        this.sealing = sealing.sealing();
    }

    String newId() {
        StringBuilder id = new StringBuilder("hook-");
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    /// A host by name is resolved and checked at each delivery; one by address can be refused at once.
    String url(@Nullable String value) {
        String expected = "https://HOST/PATH at a public address, on one of the ports "
                + configuration.ports().stream().sorted().toList();
        String url = Fields.required("url", value, expected);
        switch (WebhookUrl.read(url, configuration.ports())) {
            case WebhookUrl.Reading.Refused(String why) ->
                throw new ProblemException(Problem.invalid("url", "this cannot be called: " + why, expected));
            case WebhookUrl.Reading.Accepted(WebhookUrl read) -> {
                if (literal(read.host())
                        .filter(address -> !reach.allows(address))
                        .isPresent()) {
                    throw new ProblemException(
                            Problem.invalid("url", "this cannot be called: its address is not public", expected));
                }
            }
        }
        return url;
    }

    WebhookStore.NewSecret secret(String webhook, @Nullable String value) {
        Sealing keys = sealing.orElseThrow(() -> new ProblemException(Problem.of(
                409,
                "webhooks_off",
                "Webhooks are not configured",
                "no key seals their secrets: whoever runs accounting sets cortado.accounting.webhook.sealing-keys")));
        try {
            WebhookSecret secret = value == null ? WebhookSecret.mint(random) : new WebhookSecret(value);
            return new WebhookStore.NewSecret(secret, keys.seal(webhook, secret), value != null);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid(
                    "secret",
                    String.valueOf(e.getMessage()),
                    WebhookSecret.BYTES_MIN + " to " + WebhookSecret.BYTES_MAX
                            + " bytes of chance, or leave it out and one is made"));
        }
    }

    /// Tells a request with one given secret from one with another, and tells nothing of the secret: it is its HMAC
    /// over a constant. A secret that we make is not a part of the request.
    String mark(WebhookStore.NewSecret secret) {
        return secret.own() ? "/" + Signature.header(Instant.EPOCH, "mark", List.of(secret.secret())) : "";
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
