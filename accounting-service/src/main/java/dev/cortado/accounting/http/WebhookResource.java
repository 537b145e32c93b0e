package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.store.WebhookStore;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.accounting.webhook.WebhookViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Where an organisation is told of its budgets. A secret that we made is shown once; none is ever listed.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WebhookResource {

    /// @param url https, at a public address
    /// @param secret at least 32 bytes; absent: one is made
    public record NewWebhook(@Nullable String url, @Nullable String secret) {
        @Override
        public String toString() {
            return "webhook at " + url;
        }
    }

    /// @param secret at least 32 bytes; absent: one is made
    public record NewSecret(@Nullable String secret) {
        @Override
        public String toString() {
            return "a webhook's new secret";
        }
    }

    private final WebhookStore webhooks;
    private final WebhookFields fields;
    private final WebhookConfiguration configuration;
    private final Asker asker;

    WebhookResource(WebhookStore webhooks, WebhookFields fields, WebhookConfiguration configuration, Asker asker) {
        this.webhooks = webhooks;
        this.fields = fields;
        this.configuration = configuration;
        this.asker = asker;
    }

    @POST
    @Path("organisations/{id}/webhooks")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = WebhookViews.NewWebhook.class, responseCode = "201")
    public Uni<Response> register(
            @PathParam("id") String id,
            NewWebhook body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        NewWebhook wanted = Fields.required("body", body, "{\"url\": \"https://...\"}");
        String url = fields.url(wanted.url());
        String webhook = fields.newId();
        WebhookStore.NewSecret secret = fields.secret(webhook, wanted.secret());
        return asker.administer("organisation", "organisation", id)
                .flatMap(right -> webhooks.register(
                        right.order("register webhook", idempotencyKey, id + "/" + url + fields.mark(secret)),
                        id,
                        webhook,
                        url,
                        secret,
                        configuration.perOrganisationMax()))
                .map(answer -> Asker.response(answer, 201));
    }

    @GET
    @Path("organisations/{id}/webhooks")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<List<WebhookViews.Webhook>> list(@PathParam("id") String id) {
        return asker.administer("organisation", "organisation", id).flatMap(right -> webhooks.list(id));
    }

    /// The secret before signs beside the new one for a while.
    @POST
    @Path("webhooks/{webhook}/rotate")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = WebhookViews.NewWebhook.class, responseCode = "200")
    public Uni<Response> rotate(
            @PathParam("webhook") String id,
            NewSecret body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        WebhookStore.NewSecret secret =
                fields.secret(id, Fields.required("body", body, "{}").secret());
        return write(
                        id,
                        right -> right.order("rotate webhook secret", idempotencyKey, id + fields.mark(secret)),
                        (order, webhook) -> webhooks.rotate(order, webhook, secret, configuration.previousSecretKept()))
                .map(answer -> Asker.response(answer, 200));
    }

    @DELETE
    @Path("webhooks/{webhook}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = WebhookViews.Webhook.class, responseCode = "200")
    public Uni<Response> remove(
            @PathParam("webhook") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return write(id, right -> right.order("remove webhook", idempotencyKey, id), webhooks::remove)
                .map(answer -> Asker.response(answer, 200));
    }

    /// Sends a delivery that only says that it is a test; what came of it is among the deliveries.
    @POST
    @Path("webhooks/{webhook}/test")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = WebhookViews.OrderedDelivery.class, responseCode = "202")
    public Uni<Response> test(
            @PathParam("webhook") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return write(
                        id,
                        right -> right.order("test webhook", idempotencyKey, id),
                        (order, webhook) -> webhooks.test(order, webhook, configuration.retryFor()))
                .map(answer -> Asker.response(answer, 202));
    }

    /// Changes the webhook for who administers its organisation. Once it is removed, nothing says whose
    /// it was: who changed it is answered the same again, and nobody anything else.
    private Uni<WriteAnswer> write(
            String id,
            Function<Right, WriteOrder> order,
            BiFunction<WriteOrder, WebhookViews.Webhook, Uni<WriteAnswer>> change) {
        // Before anything is looked up: without a key, what is another's is not told from what is not.
        WriteOrder again = order.apply(asker.toRepeat());
        return webhooks.find(id)
                .flatMap(found -> found.map(webhook -> asker.administerOwner("webhook", id, webhook.organisation())
                                .flatMap(right -> change.apply(order.apply(right), webhook)))
                        .orElseGet(() -> webhooks.repeat(again, id)));
    }
}
