package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.accounting.webhook.Sealing;
import dev.cortado.accounting.webhook.WebhookSecret;
import dev.cortado.accounting.webhook.WebhookViews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/// Where organisations want to be told.
@ApplicationScoped
public class WebhookStore {

    private static final String MILLIS = " * interval '1 millisecond'";
    private static final String SHOWN_ONCE = "keep the secret now: it is not shown again";
    private static final String SHOWN_BEFORE = "the secret was shown once, in the first answer to this request";
    private static final String YOURS = "deliveries are signed with the secret you gave";

    private final Database database;
    private final Writes writes;

    WebhookStore(Database database, Writes writes) {
        this.database = database;
        this.writes = writes;
    }

    /// A secret on its way into the database.
    ///
    /// @param own given by the organisation, so that it need not be shown
    public record NewSecret(WebhookSecret secret, Sealing.Sealed sealed, boolean own) {}

    public Uni<WriteAnswer> register(
            WriteOrder order, String organisation, String id, String url, NewSecret secret, int most) {
        return writes.run(
                order,
                session -> session.createNativeQuery(
                                "select id from organisation where id = :id for no key update", String.class)
                        .setParameter("id", organisation)
                        .getSingleResultOrNull()
                        .flatMap(found -> found == null
                                ? Uni.createFrom().item(TenantStore.missing("organisation", organisation))
                                : session.createNativeQuery(
                                                "select count(*) from webhook where organisation = :id", Long.class)
                                        .setParameter("id", organisation)
                                        .getSingleResult()
                                        .flatMap(count -> count >= most
                                                ? Uni.createFrom()
                                                        .item(conflict(
                                                                "organisation",
                                                                "it has " + count
                                                                        + " webhooks, as many as are allowed"))
                                                : insert(session, organisation, id, url, secret))));
    }

    private static Uni<Writes.Outcome> insert(
            Mutiny.Session session, String organisation, String id, String url, NewSecret secret) {
        return session.createNativeQuery("""
                        insert into webhook (id, organisation, url, secret, sealed_with)
                        values (:id, :organisation, :url, decode(:secret, 'hex'), :key)""")
                .setParameter("id", id)
                .setParameter("organisation", organisation)
                .setParameter("url", url)
                .setParameter("secret", secret.sealed().hex())
                .setParameter("key", secret.sealed().key())
                .executeUpdate()
                .map(made -> shownOnce(
                        organisation, new WebhookViews.Webhook(id, organisation, url, Instant.now()), secret));
    }

    /// The secret before signs too for the time.
    public Uni<WriteAnswer> rotate(WriteOrder order, WebhookViews.Webhook webhook, NewSecret secret, Duration overlap) {
        return writes.run(
                order,
                session -> session.createNativeQuery("""
                                update webhook set previous_secret = secret, previous_sealed_with = sealed_with,
                                    previous_until = clock_timestamp() + :millis""" + MILLIS + """
                                , secret = decode(:secret, 'hex'), sealed_with = :key
                                where id = :id""")
                        .setParameter("millis", overlap.toMillis())
                        .setParameter("secret", secret.sealed().hex())
                        .setParameter("key", secret.sealed().key())
                        .setParameter("id", webhook.id())
                        .executeUpdate()
                        .map(changed -> changed == 1
                                ? shownOnce(webhook.organisation(), webhook, secret)
                                : TenantStore.missing("webhook", webhook.id())));
    }

    /// With its deliveries, also those that are still due.
    public Uni<WriteAnswer> remove(WriteOrder order, WebhookViews.Webhook webhook) {
        return writes.run(
                order,
                session -> session.createNativeQuery("delete from webhook where id = :id")
                        .setParameter("id", webhook.id())
                        .executeUpdate()
                        .map(changed -> changed == 1
                                ? TenantStore.changed(webhook.organisation(), false, webhook)
                                : TenantStore.missing("webhook", webhook.id())));
    }

    /// Of a webhook that is no more: what the same write was answered before.
    public Uni<WriteAnswer> repeat(WriteOrder order, String id) {
        return writes.repeat(order, new WriteAnswer.Missing("webhook", id));
    }

    /// Orders a delivery that says nothing but that it is a test.
    public Uni<WriteAnswer> test(WriteOrder order, WebhookViews.Webhook webhook, Duration retryFor) {
        String event = "test/" + UUID.randomUUID();
        String body = new JsonObject()
                .put("id", event)
                .put("type", "webhook.test")
                .put("organisation", webhook.organisation())
                .put("webhook", webhook.id())
                .encode();
        return writes.run(
                order,
                session -> session.createNativeQuery("""
                                insert into webhook_delivery (webhook, event_id, body, give_up_at)
                                select id, :event, :body, clock_timestamp() + :millis""" + MILLIS + """
                                 from webhook where id = :id returning id""", Long.class)
                        .setParameter("event", event)
                        .setParameter("body", body)
                        .setParameter("millis", retryFor.toMillis())
                        .setParameter("id", webhook.id())
                        .getSingleResultOrNull()
                        .map(delivery -> delivery == null
                                ? TenantStore.missing("webhook", webhook.id())
                                : TenantStore.changed(
                                        webhook.organisation(),
                                        false,
                                        new WebhookViews.OrderedDelivery(delivery, "pending"))));
    }

    public Uni<List<WebhookViews.Webhook>> list(String organisation) {
        return database.rows(
                        "select id, organisation, url, created_at from webhook where organisation = $1 order by id",
                        Tuple.of(organisation))
                .map(rows -> rows.stream().map(WebhookStore::view).toList());
    }

    public Uni<Optional<WebhookViews.Webhook>> find(String id) {
        return database.first("select id, organisation, url, created_at from webhook where id = $1", Tuple.of(id))
                .map(row -> row.map(WebhookStore::view));
    }

    private static Writes.Outcome shownOnce(String organisation, WebhookViews.Webhook webhook, NewSecret secret) {
        Object kept = new WebhookViews.NewWebhook(webhook, "", secret.own() ? YOURS : SHOWN_BEFORE);
        Object answer = secret.own()
                ? kept
                : new WebhookViews.NewWebhook(webhook, secret.secret().text(), SHOWN_ONCE);
        return new Writes.Outcome.Changed(new Writes.Change(organisation, false, answer, kept));
    }

    private static Writes.Outcome conflict(String field, String message) {
        return new Writes.Outcome.Refused(new WriteAnswer.Conflict(field, message));
    }

    private static WebhookViews.Webhook view(io.vertx.mutiny.sqlclient.Row row) {
        return new WebhookViews.Webhook(
                row.getString("id"),
                row.getString("organisation"),
                row.getString("url"),
                Database.instant(row, "created_at"));
    }
}
