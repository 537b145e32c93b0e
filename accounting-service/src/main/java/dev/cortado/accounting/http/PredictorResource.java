package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.predictor.PredictorViews;
import dev.cortado.accounting.store.PredictorStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Predictors of what answers are worth, in versions, of which one is in force. The routers make and keep them; this is
/// where people look at them and go back to an earlier one.
@Path("/v1/predictors")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PredictorResource {

    /// @param number of the version
    public record Choice(@Nullable Long number) {}

    private final PredictorStore predictors;
    private final Asker asker;

    PredictorResource(PredictorStore predictors, Asker asker) {
        this.predictors = predictors;
        this.asker = asker;
    }

    /// Newest first, and which is in force.
    @GET
    @RolesAllowed(PLATFORM_ADMIN)
    public Uni<PredictorViews> list() {
        return predictors.list();
    }

    /// Puts a version into force, and holds it there whatever is made later.
    @PUT
    @Path("in-force")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = PredictorViews.class, responseCode = "200")
    public Uni<Response> hold(Choice body, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "{\"number\": ...}");
        long number = Fields.required("number", body.number(), "a version's number, as GET /v1/predictors lists them");
        return predictors
                .hold(asker.platform().order("hold predictor", idempotencyKey, number), number)
                .map(answer -> Asker.response(answer, 200));
    }

    /// The newest version is in force again, now and later.
    @DELETE
    @Path("in-force")
    @RolesAllowed(PLATFORM_ADMIN)
    @APIResponseSchema(value = PredictorViews.class, responseCode = "200")
    public Uni<Response> release(@Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return predictors
                .release(asker.platform().order("release predictor", idempotencyKey, "newest"))
                .map(answer -> Asker.response(answer, 200));
    }
}
