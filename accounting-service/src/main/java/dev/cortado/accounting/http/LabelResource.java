package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.accounting.predictor.LabelBook.Import;
import dev.cortado.accounting.predictor.LabelViews;
import dev.cortado.accounting.predictor.LabelledPrompt;
import dev.cortado.accounting.store.LabelStore;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Labels: what answers to prompts were worth, as somebody measured it. Predictors learn from them beside the
/// calibration. The routers keep them; prompts may be tenants' text, so only the platform's administrator has to do
/// with them.
@Path("/v1/label-sets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LabelResource {

    private final LabelStore labels;
    private final Asker asker;
    private final ObjectMapper json;

    LabelResource(LabelStore labels, Asker asker, ObjectMapper json) {
        this.labels = labels;
        this.asker = asker;
        this.json = json;
    }

    /// Newest first, without their content.
    @GET
    @RolesAllowed(PLATFORM_ADMIN)
    public Uni<LabelViews> list() {
        return labels.list();
    }

    /// A whole file: all of it, or, where a line does not fit, nothing. A set that says the same as one that is kept
    /// already is that one.
    ///
    /// @param name for people, such as the file's
    @POST
    @Consumes({CsvRequests.TEXT_CSV, LabelFile.JSON_LINES})
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LabelViews.LabelSetKept.class, responseCode = "201")
    public Uni<Response> add(
            String body,
            @Nullable @QueryParam("name") String name,
            @HeaderParam("Content-Type") String type,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Right right = asker.platform();
        String named = Fields.label("name", name);
        LabelReader reader = new LabelReader();
        String asked = "name " + named + ", labels of SHA-256 " + Fields.sha256(body);
        return labels.add(right.order("import labels", idempotencyKey, asked), named, () -> read(body, type, reader))
                .map(outcome -> switch (outcome) {
                    case LabelStore.Outcome.Written written -> Asker.response(written.answer(), 201);
                    case LabelStore.Outcome.NotKept notKept ->
                        throw new ProblemException(problem(notKept.because(), reader));
                    case LabelStore.Outcome.Busy _ ->
                        throw new ProblemException(
                                Problem.of(503, "busy", "Busy", "another import of labels runs; try again"));
                });
    }

    private List<LabelledPrompt> read(String body, String type, LabelReader reader) {
        if (type.startsWith(CsvRequests.TEXT_CSV)) {
            LabelFile.csv(body, reader);
        } else {
            LabelFile.jsonLines(body, json, reader);
        }
        return reader.prompts();
    }

    private static Problem problem(Import because, LabelReader reader) {
        return switch (because) {
            case Import.UnknownVariants unknown -> reader.unknown(unknown.variants());
            case Import.NoRoom room ->
                Problem.ofField(
                        409,
                        "no_room",
                        "No room",
                        "body",
                        "routers keep no more: " + room.promptsLeft() + " prompts and " + room.setsLeft()
                                + " sets are left",
                        "fewer labels, or delete sets first");
            case Import.Kept kept ->
                throw new IllegalStateException("set " + kept.kept().set().number() + " was kept");
        };
    }

    /// Removes a set with its prompts, for good. The next predictor is made without it.
    @DELETE
    @Path("{number}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = LabelViews.LabelSet.class, responseCode = "200")
    public Uni<Response> delete(
            @PathParam("number") String number, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        long set = Fields.cursor("number", number, "a set's number, as GET /v1/label-sets lists them");
        return labels.delete(asker.platform().order("delete labels", idempotencyKey, set), set)
                .map(answer -> Asker.response(answer, 200));
    }
}
