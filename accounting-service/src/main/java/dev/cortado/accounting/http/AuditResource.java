package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.store.AuditStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who changed what, when, and what was there before.
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private final AuditStore audit;
    private final Asker asker;
    private final Pages pages;

    AuditResource(AuditStore audit, Asker asker, Pages pages) {
        this.audit = audit;
        this.asker = asker;
        this.pages = pages;
    }

    /// Newest first. An administrator of organisations sees theirs, a platform-admin all.
    ///
    /// @param node of an organisation: whatever was changed in it; else of this node alone
    /// @param actor subject of a token, whole
    /// @param from inclusive
    /// @param to exclusive
    /// @param before `next` of the page before
    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<AuditStore.Page> audit(
            @Nullable @QueryParam("node") String node,
            @Nullable @QueryParam("actor") String actor,
            @Nullable @QueryParam("from") String from,
            @Nullable @QueryParam("to") String to,
            @QueryParam("before") @DefaultValue("9223372036854775807") String before,
            @Nullable @QueryParam("limit") Integer limit) {
        int size = pages.size(limit);
        long last = Fields.cursor("before", before, "next of the page before");
        Optional<List<String>> theirs =
                asker.isPlatformAdmin() ? Optional.empty() : Optional.of(asker.administeredOrganisations());
        AuditStore.Query query = new AuditStore.Query(
                theirs,
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(actor),
                Fields.time("from", from),
                Fields.time("to", to));
        return node == null ? audit.page(query, last, size) : of(node, query, last, size);
    }

    private Uni<AuditStore.Page> of(String node, AuditStore.Query query, long before, int size) {
        return asker.see("tenant", node).flatMap(seen -> {
            asker.right(seen);
            boolean whole = seen.kind().equals("organisation");
            return audit.page(
                    new AuditStore.Query(
                            query.organisations(),
                            whole ? Optional.of(node) : Optional.empty(),
                            whole ? Optional.empty() : Optional.of(node),
                            query.actor(),
                            query.from(),
                            query.to()),
                    before,
                    size);
        });
    }
}
