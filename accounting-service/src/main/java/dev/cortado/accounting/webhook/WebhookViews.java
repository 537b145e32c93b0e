package dev.cortado.accounting.webhook;

import java.time.Instant;
import java.util.Optional;

/// Webhooks and their deliveries as administration shows them.
public final class WebhookViews {

    private WebhookViews() {}

    public record Webhook(String id, String organisation, String url, Instant createdAt) {}

    /// A webhook with the secret that was just made for it.
    ///
    /// @param secret told this once; empty in a repeated answer, and where the organisation gave its own
    public record NewWebhook(Webhook webhook, String secret, String note) {}

    /// @param state pending, delivered or dead
    /// @param lastStatus of the receiver's last answer, if one came
    /// @param lastError why the last attempt failed; empty where none did
    public record WebhookDelivery(
            long id,
            String webhook,
            String event,
            String state,
            int attempts,
            Optional<Instant> nextAt,
            Optional<Integer> lastStatus,
            String lastError,
            Instant createdAt,
            Optional<Instant> finishedAt) {}

    /// A delivery that is now due.
    public record OrderedDelivery(long delivery, String state) {}
}
