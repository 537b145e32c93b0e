package dev.cortado.accounting.webhook;

import java.time.Instant;
import java.util.List;

/// An event that is due at a webhook.
///
/// @param body what is sent and signed, to the byte
/// @param attempts how often it was begun, this time included
/// @param taken which taking of the delivery this is, by any instance
/// @param secrets those that sign, the newest first
public record Delivery(
        long id,
        String webhook,
        String url,
        String event,
        String body,
        int attempts,
        long taken,
        Instant giveUpAt,
        List<WebhookSecret> secrets) {

    /// What came of an attempt.
    public sealed interface Outcome {

        /// @param status 2xx
        record Delivered(int status) implements Outcome {}

        /// @param status 0 where no answer came
        record Later(int status, String why, java.time.Duration pause) implements Outcome {}

        /// Its time is over.
        record Dead(int status, String why) implements Outcome {}
    }
}
