package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.store.DeliveryStore;
import dev.cortado.accounting.store.WebhookStore;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.accounting.webhook.WebhookViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// What became of the events that went to webhooks. What a receiver answered is shown as its status only.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class WebhookDeliveryResource {

    private static final Set<String> STATES = Set.of("pending", "delivered", "dead");

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final WebhookConfiguration configuration;
    private final Asker asker;
    private final Pages pages;

    WebhookDeliveryResource(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            WebhookConfiguration configuration,
            Asker asker,
            Pages pages) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.configuration = configuration;
        this.asker = asker;
        this.pages = pages;
    }

    /// Newest first; `before` is the id of the last one seen.
    @GET
    @Path("webhooks/{webhook}/deliveries")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<List<WebhookViews.WebhookDelivery>> list(
            @PathParam("webhook") String id,
            @Nullable @QueryParam("state") String state,
            @Nullable @QueryParam("before") Long before,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        if (state != null && !STATES.contains(state)) {
            throw new ProblemException(
                    Problem.invalid("state", "'" + state + "' is not a state", "pending, delivered or dead"));
        }
        return webhooks.find(id)
                .map(found -> found.orElseThrow(() -> new ProblemException(Problem.missing("webhook", id))))
                .flatMap(webhook -> asker.administerOwner("webhook", id, webhook.organisation()))
                .flatMap(right -> deliveries.list(
                        id, Optional.ofNullable(state), before == null ? Long.MAX_VALUE : before, size));
    }

    /// A dead delivery begins anew. Once its webhook is removed, nothing says whose it was: who began it anew
    /// is answered the same again, and nobody anything else.
    @POST
    @Path("webhook-deliveries/{delivery}/retry")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = WebhookViews.OrderedDelivery.class, responseCode = "202")
    public Uni<Response> retry(
            @PathParam("delivery") long delivery, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String asked = Long.toString(delivery);
        Function<Right, WriteOrder> order = right -> right.order("retry webhook delivery", idempotencyKey, asked);
        // Before anything is looked up: without a key, what is another's is not told from what is not.
        WriteOrder again = order.apply(asker.toRepeat());
        return deliveries
                .organisationOf(delivery)
                .flatMap(found -> found.map(organisation -> asker.administerOwner("delivery", asked, organisation)
                                .flatMap(right -> deliveries.retry(
                                        order.apply(right), organisation, delivery, configuration.retryFor())))
                        .orElseGet(() -> deliveries.repeat(again, delivery)))
                .map(answer -> Asker.response(answer, 202));
    }
}
