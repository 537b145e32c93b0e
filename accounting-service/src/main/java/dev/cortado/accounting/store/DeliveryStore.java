package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.accounting.webhook.Delivery;
import dev.cortado.accounting.webhook.Sealing;
import dev.cortado.accounting.webhook.WebhookViews;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Events on their way to webhooks.
@ApplicationScoped
public class DeliveryStore {

    private static final String MILLIS = "::bigint * interval '1 millisecond'";

    /// A delivery that is now this instance's, its secrets still sealed.
    ///
    /// @param previous the secret before, while it is still valid
    public record Due(
            long id,
            String webhook,
            String url,
            String event,
            String body,
            int attempts,
            long taken,
            Instant giveUpAt,
            Sealing.Sealed secret,
            Optional<Sealing.Sealed> previous) {

        public Delivery open(Sealing sealing) {
            return delivery(Stream.concat(Stream.of(secret), previous.stream())
                    .map(each -> sealing.open(webhook, each))
                    .toList());
        }

        /// Unsigned: not to be sent.
        public Delivery without() {
            return delivery(List.of());
        }

        private Delivery delivery(List<dev.cortado.accounting.webhook.WebhookSecret> secrets) {
            return new Delivery(id, webhook, url, event, body, attempts, taken, giveUpAt, secrets);
        }
    }

    private final Database database;
    private final Writes writes;

    DeliveryStore(Database database, Writes writes) {
        this.database = database;
        this.writes = writes;
    }

    public Uni<List<Due>> take(int most, Duration hold) {
        return database.rows(
                        "select d.id, d.webhook, d.event_id, d.body, d.attempts, d.taken, d.give_up_at, w.url, encode(w.secret, 'hex') as secret,"
                                + " w.sealed_with, encode(w.previous_secret, 'hex') as previous_secret, w.previous_sealed_with,"
                                + " w.previous_until > clock_timestamp() as previous_valid"
                                + " from take_webhook_deliveries($1, $2" + MILLIS
                                + ") d join webhook w on w.id = d.webhook order by d.id",
                        Tuple.of(most, hold.toMillis()))
                .map(rows -> rows.stream().map(DeliveryStore::due).toList());
    }

    /// False: another instance has taken the delivery meanwhile.
    public Uni<Boolean> finish(Due due, Delivery.Outcome outcome) {
        return switch (outcome) {
            case Delivery.Outcome.Delivered(int status) -> finish(due, "delivered", Duration.ZERO, status, "");
            case Delivery.Outcome.Later(int status, String why, Duration pause) ->
                finish(due, "pending", pause, status, why);
            case Delivery.Outcome.Dead(int status, String why) -> finish(due, "dead", Duration.ZERO, status, why);
        };
    }

    private Uni<Boolean> finish(Due due, String state, Duration pause, int status, String why) {
        return database.first(
                        "select finish_webhook_delivery($1, $2, $3, $4" + MILLIS + ", nullif($5::int, 0), $6) as ours",
                        Tuple.of(due.id(), due.taken(), state, pause.toMillis(), status, why))
                .map(row -> row.orElseThrow().getBoolean("ours"));
    }

    /// Newest first, from before one.
    public Uni<List<WebhookViews.WebhookDelivery>> list(String webhook, Optional<String> state, long before, int most) {
        return database.rows("""
                        select id, webhook, event_id, state, attempts, next_at, last_status, last_error, created_at,
                            finished_at
                        from webhook_delivery
                        where webhook = $1 and ($2::text is null or state = $2) and id < $3
                        order by id desc limit $4""", Tuple.of(webhook, state.orElse(null), before, most))
                .map(rows -> rows.stream().map(DeliveryStore::view).toList());
    }

    /// The organisation whose webhook a delivery goes to. Empty once the webhook is removed, or the delivery
    /// forgotten.
    public Uni<Optional<String>> organisationOf(long delivery) {
        return database.first(
                        "select w.organisation from webhook_delivery d join webhook w on w.id = d.webhook where d.id = $1",
                        Tuple.of(delivery))
                .map(row -> row.map(each -> each.getString("organisation")));
    }

    /// A dead delivery begins anew.
    public Uni<WriteAnswer> retry(WriteOrder order, String organisation, long delivery, Duration retryFor) {
        return writes.run(
                order,
                session -> session.createNativeQuery("""
                                update webhook_delivery set state = 'pending', attempts = 0, finished_at = null,
                                    next_at = clock_timestamp(), taken_until = '-infinity',
                                    give_up_at = clock_timestamp() + :millis * interval '1 millisecond'
                                where id = :id and state = 'dead'""")
                        .setParameter("id", delivery)
                        .setParameter("millis", retryFor.toMillis())
                        .executeUpdate()
                        .map(changed -> changed == 1
                                ? TenantStore.changed(
                                        organisation, false, new WebhookViews.OrderedDelivery(delivery, "pending"))
                                : new Writes.Outcome.Refused(new WriteAnswer.Conflict(
                                        "delivery", "only a delivery that is dead is tried again"))));
    }

    /// Of a delivery that is no more: what the same write was answered before.
    public Uni<WriteAnswer> repeat(WriteOrder order, long delivery) {
        return writes.repeat(order, new WriteAnswer.Missing("delivery", Long.toString(delivery)));
    }

    public Uni<Map<String, Long>> counts() {
        return database.rows(
                        "select state, count(*) as deliveries from webhook_delivery where state <> 'delivered'"
                                + " group by state",
                        Tuple.tuple())
                .map(rows -> {
                    Map<String, Long> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(row.getString("state"), row.getLong("deliveries")));
                    return counts;
                });
    }

    public Uni<Void> forget(Duration after) {
        return database.rows(
                        "delete from webhook_delivery where state <> 'pending' and finished_at < clock_timestamp() - $1"
                                + MILLIS,
                        Tuple.of(after.toMillis()))
                .replaceWithVoid();
    }

    private static Due due(Row row) {
        boolean previous = Boolean.TRUE.equals(row.getBoolean("previous_valid"));
        return new Due(
                row.getLong("id"),
                row.getString("webhook"),
                row.getString("url"),
                row.getString("event_id"),
                row.getString("body"),
                row.getInteger("attempts"),
                row.getLong("taken"),
                Database.instant(row, "give_up_at"),
                new Sealing.Sealed(row.getString("sealed_with"), row.getString("secret")),
                previous
                        ? Optional.of(new Sealing.Sealed(
                                row.getString("previous_sealed_with"), row.getString("previous_secret")))
                        : Optional.empty());
    }

    private static WebhookViews.WebhookDelivery view(Row row) {
        boolean open = row.getString("state").equals("pending");
        return new WebhookViews.WebhookDelivery(
                row.getLong("id"),
                row.getString("webhook"),
                row.getString("event_id"),
                row.getString("state"),
                row.getInteger("attempts"),
                open ? Optional.of(Database.instant(row, "next_at")) : Optional.empty(),
                Optional.ofNullable(row.getInteger("last_status")),
                row.getString("last_error"),
                Database.instant(row, "created_at"),
                at(row.getOffsetDateTime("finished_at")));
    }

    private static Optional<Instant> at(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
