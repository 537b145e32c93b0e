package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.profile.Checks;
import dev.cortado.accounting.profile.ProfileViews;
import dev.cortado.accounting.store.ProfileStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Prompt profiles of an organisation: named blocks of instructions and examples, in immutable versions. The routers
/// own them; this is where people reach them.
@Path("/v1/organisations/{id}/profiles")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ProfileResource {

    private static final String VERSIONS = "a version's number, from 1";

    /// @param name what requests call it
    /// @param text of the instructions and examples
    /// @param task of the catalogue; variants fine-tuned for it do not get the text
    /// @param checks that answers must keep; absent: none are checked
    public record NewProfile(
            @Nullable String name,
            @Nullable String text,
            @Nullable String task,
            @Nullable Checks checks) {}

    private final ProfileStore profiles;
    private final Asker asker;
    private final Pages pages;

    ProfileResource(ProfileStore profiles, Asker asker, Pages pages) {
        this.profiles = profiles;
        this.asker = asker;
        this.pages = pages;
    }

    /// Makes the next version. What the newest one says already makes none, and answers that.
    @POST
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = ProfileViews.Version.class, responseCode = "201")
    public Uni<Response> register(
            @PathParam("id") String organisation,
            NewProfile body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        Fields.required("body", body, "{\"name\": ..., \"text\": ...}");
        String name = Fields.name("name", body.name());
        String text = Fields.required("text", body.text(), "instructions and examples");
        String named = body.task();
        String task = named == null ? "" : Fields.name("task", named);
        Optional<Checks> checks = Optional.ofNullable(body.checks());
        checks.ifPresent(given -> Fields.required("checks.error", given.error(), "the measured error, 0 to 0.1"));
        // The audit keeps what a text was by its digest: the text itself is the routers' to keep, and to forget.
        String fingerprint =
                String.join(" ", organisation, name, Fields.sha256(text), task, String.valueOf(body.checks()));
        return asker.administer("organisation", "organisation", organisation)
                .flatMap(right -> profiles.register(
                        right.order("register profile", idempotencyKey, fingerprint),
                        organisation,
                        name,
                        text,
                        task,
                        checks))
                .map(answer -> Asker.response(answer, 201));
    }

    /// The newest version of each, by name.
    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<ProfileViews.Version>> list(
            @PathParam("id") String organisation,
            @QueryParam("after") @DefaultValue("") String after,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        return asker.see("organisation", "organisation", organisation)
                .flatMap(seen -> profiles.list(organisation, after, size));
    }

    /// One version, the newest unless another is asked for, with what it takes on each variant.
    @GET
    @Path("{name}")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<ProfileViews.Profile> profile(
            @PathParam("id") String organisation,
            @PathParam("name") String name,
            @Nullable @QueryParam("version") String version) {
        int number = version == null ? 0 : number("version", version);
        return asker.see("organisation", "organisation", organisation)
                .flatMap(seen -> profiles.profile(organisation, name, number));
    }

    /// Newest first.
    @GET
    @Path("{name}/versions")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<List<ProfileViews.Version>> versions(
            @PathParam("id") String organisation,
            @PathParam("name") String name,
            @Nullable @QueryParam("before") String before,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        int number = before == null ? 0 : number("before", before);
        return asker.see("organisation", "organisation", organisation)
                .flatMap(seen -> profiles.versions(organisation, name, number, size));
    }

    /// Removes every version, for good: requests that name it are refused from then on.
    @DELETE
    @Path("{name}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = ProfileViews.Version.class, responseCode = "200")
    public Uni<Response> remove(
            @PathParam("id") String organisation,
            @PathParam("name") String asked,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        String name = Fields.name("name", asked);
        return asker.administer("organisation", "organisation", organisation)
                .flatMap(right -> profiles.remove(
                        right.order("remove profile", idempotencyKey, organisation + " " + name), organisation, name))
                .map(answer -> Asker.response(answer, 200));
    }

    private static int number(String field, String value) {
        long number = Fields.cursor(field, value, VERSIONS);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new ProblemException(Problem.invalid(field, "'" + value + "' is out of range", VERSIONS));
        }
        return (int) number;
    }
}
