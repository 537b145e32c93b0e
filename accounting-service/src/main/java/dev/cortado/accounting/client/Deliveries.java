package dev.cortado.accounting.client;

import dev.cortado.accounting.store.DeliveryStore;
import dev.cortado.accounting.store.DeliveryStore.Due;
import dev.cortado.accounting.store.OperationsStore;
import dev.cortado.accounting.webhook.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The outbox of webhooks, as the rounds work it off. Blocks.
interface Deliveries {

    /// Deliveries that are due, and nobody else's for the time.
    List<Due> take(int most, Duration hold);

    /// @return whether it was still the caller's; else nothing was changed
    boolean finish(Due due, Delivery.Outcome outcome);

    /// Forgets those that finished so long ago, where it is this instance's turn.
    void forget(Duration after);

    /// How many are in each state that is no delivery yet.
    Map<String, Long> counts();

    static Deliveries of(DeliveryStore deliveries, OperationsStore operations) {
        return new Stored(deliveries, operations);
    }

    /// That of the database.
    record Stored(DeliveryStore deliveries, OperationsStore operations) implements Deliveries {

        /// Longest time for an answer of the database.
        static final Duration ANSWER_MAX = Duration.ofSeconds(10);

        private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

        @Override
        public List<Due> take(int most, Duration hold) {
            return deliveries.take(most, hold).await().atMost(ANSWER_MAX);
        }

        @Override
        public boolean finish(Due due, Delivery.Outcome outcome) {
            return deliveries.finish(due, outcome).await().atMost(ANSWER_MAX);
        }

        @Override
        public void forget(Duration after) {
            if (operations
                    .takeTurn("webhook housekeeping", HOUSEKEEPING)
                    .await()
                    .atMost(ANSWER_MAX)) {
                deliveries.forget(after).await().atMost(ANSWER_MAX);
            }
        }

        @Override
        public Map<String, Long> counts() {
            return deliveries.counts().await().atMost(ANSWER_MAX);
        }
    }
}
