package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.messaging.QuarantineReplay;
import dev.cortado.accounting.store.LedgerStore;
import dev.cortado.accounting.store.QuarantineStore;
import dev.cortado.accounting.store.QuarantineStore.Found;
import dev.cortado.accounting.store.QuarantineStore.Replayed;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Records of the usage log that could not be posted. They wait here, and what their holds took waits with them, until
/// they are replayed or dismissed or their time is over and the operator bears them.
@Path("/v1/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QuarantineResource {

    /// Which records to list.
    enum State {
        OPEN,
        RESOLVED
    }

    public record Dismissal(@Nullable String reason) {}

    private final QuarantineStore quarantine;
    private final QuarantineReplay replay;
    private final LedgerStore ledger;
    private final Asker asker;
    private final Pages pages;

    QuarantineResource(
            QuarantineStore quarantine, QuarantineReplay replay, LedgerStore ledger, Asker asker, Pages pages) {
        this.quarantine = quarantine;
        this.replay = replay;
        this.ledger = ledger;
        this.asker = asker;
        this.pages = pages;
    }

    /// Oldest first, from behind an id.
    @GET
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = LedgerViews.Quarantined.class)))
    public Uni<List<JsonObject>> list(
            @QueryParam("state") @DefaultValue("open") String state,
            @QueryParam("after") @DefaultValue("0") long after,
            @Nullable @QueryParam("limit") Integer limit) {
        boolean open = Fields.word("state", state, State.class) == State.OPEN;
        return quarantine.list(open, after, pages.size(limit));
    }

    /// With the record itself, in base64.
    @GET
    @Path("{id}")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.Quarantined.class, responseCode = "200")
    public Uni<JsonObject> inspect(@PathParam("id") long id) {
        return find(id).map(found -> found.view()
                .put(
                        "payload",
                        Base64.getEncoder().encodeToString(found.payload().bytes())));
    }

    /// Reads and posts the record again, once its cause is mended. Repeating it posts nothing twice, under this key or
    /// a new one: what was posted is answered again.
    @POST
    @Path("{id}/replay")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.Quarantined.class, responseCode = "200")
    public Uni<JsonObject> replay(
            @PathParam("id") long id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        WriteOrder order = asker.platform().order("replay quarantined", idempotencyKey, id);
        return find(id).flatMap(found -> replay.replay(id, found, order).map(outcome -> answer(outcome, found)));
    }

    @POST
    @Path("{id}/dismiss")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LedgerViews.Quarantined.class, responseCode = "200")
    public Uni<Response> dismiss(
            @PathParam("id") long id, Dismissal body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String reason = LedgerFields.reason(
                Fields.required("body", body, "{\"reason\": \"...\"}").reason());
        return ledger.dismiss(
                        asker.platform().order("dismiss quarantined", idempotencyKey, id + " " + body), id, reason)
                .map(answer -> Asker.response(answer, 200));
    }

    private Uni<Found> find(long id) {
        return quarantine
                .find(id)
                .map(found -> found.orElseThrow(
                        () -> new ProblemException(Problem.missing("quarantined record", Long.toString(id)))));
    }

    private static JsonObject answer(Replayed outcome, Found found) {
        return switch (outcome) {
            case Replayed.Posted posted -> posted.view();
            case Replayed.Resolved resolved when resolved.resolution().equals("posted") -> found.view();
            case Replayed.Resolved resolved ->
                throw new ProblemException(Problem.of(
                        409, "conflict", "Conflict", "the record is resolved already: " + resolved.resolution()));
            case Replayed.KeyTaken taken ->
                throw new ProblemException(Problem.ofField(
                        409,
                        "conflict",
                        "Conflict",
                        Right.HEADER,
                        "this key came with another request before",
                        "a new key"));
            case Replayed.StillFaulty still ->
                throw new ProblemException(Problem.of(
                        409,
                        "still_faulty",
                        "Still faulty",
                        still.fault() + ": " + still.detail() + "; mend the cause, or dismiss the record"));
        };
    }
}
