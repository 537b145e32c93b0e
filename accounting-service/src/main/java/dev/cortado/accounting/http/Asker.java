package dev.cortado.accounting.http;

import dev.cortado.accounting.identity.OrganisationRoles;
import dev.cortado.accounting.store.ReportStore;
import dev.cortado.accounting.tenant.WriteAnswer;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Who asks, what they may see and what they may change: all as platform-admin, else by their role in each
/// organisation.
/// Who may not see a node learns no more of it than who asks for what is not.
@RequestScoped
public class Asker {

    static final String PLATFORM_ADMIN = "platform-admin";
    static final String ORGANISATION_ADMIN = OrganisationRoles.ORGANISATION_ADMIN;
    static final String VIEWER = OrganisationRoles.VIEWER;

    private final SecurityIdentity identity;
    private final JsonWebToken token;
    private final ReportStore reports;

    Asker(SecurityIdentity identity, JsonWebToken token, ReportStore reports) {
        this.identity = identity;
        this.token = token;
        this.reports = reports;
    }

    boolean isPlatformAdmin() {
        return identity.hasRole(PLATFORM_ADMIN);
    }

    /// Names of the organisations that the asker may view; a platform-admin sees others too.
    List<String> viewedOrganisations() {
        return roles().viewed().stream().sorted().toList();
    }

    /// Names of the organisations that the asker administers; a platform-admin does others too.
    List<String> administeredOrganisations() {
        return roles().administered().stream().sorted().toList();
    }

    /// The node, if the asker may view it.
    Uni<ReportStore.Node> see(String what, String id) {
        return visible(what, id, id);
    }

    Uni<ReportStore.Node> see(String what, String kind, String id) {
        return see(what, id).invoke(node -> mustBe(node, what, kind, id));
    }

    /// The same for something that belongs to a node: a refusal names what was asked for, never whose it is.
    Uni<ReportStore.Node> seeOwner(String what, String asked, String node) {
        return visible(what, asked, node);
    }

    /// The right to change a node and what is below it. Who may only view it is told so.
    Uni<Right> administer(String what, String kind, String id) {
        return see(what, kind, id).map(this::right);
    }

    /// The same for something that belongs to a node.
    Uni<Right> administerOwner(String what, String asked, String node) {
        return seeOwner(what, asked, node).map(this::right);
    }

    /// The right to change what belongs to no organisation.
    Right platform() {
        if (!isPlatformAdmin()) {
            throw new ProblemException(forbidden("only a platform-admin may do this"));
        }
        return new Right(actor());
    }

    /// The right to be answered again as one was before, about what is no more and so is nobody's: it
    /// changes nothing.
    Right toRepeat() {
        return new Right(actor());
    }

    Right right(ReportStore.Node node) {
        if (!isPlatformAdmin() && !roles().administers(node.organisationName())) {
            throw new ProblemException(forbidden("your role in this organisation does not allow this"));
        }
        return new Right(actor());
    }

    static Problem forbidden(String detail) {
        return Problem.of(403, "forbidden", "Forbidden", detail);
    }

    private Uni<ReportStore.Node> visible(String what, String asked, String id) {
        return reports.node(id)
                .map(node -> node.filter(each -> isPlatformAdmin() || roles().views(each.organisationName()))
                        .orElseThrow(() -> new ProblemException(Problem.missing(what, asked))));
    }

    private static void mustBe(ReportStore.Node node, String what, String kind, String id) {
        if (!node.kind().equals(kind)) {
            throw new ProblemException(Problem.missing(what, id));
        }
    }

    private OrganisationRoles roles() {
        return OrganisationRoleAugmentor.of(token);
    }

    private String actor() {
        String subject = token.getSubject();
        return subject == null ? identity.getPrincipal().getName() : subject;
    }

    static Response response(WriteAnswer answer, int created) {
        return switch (answer) {
            case WriteAnswer.Done done ->
                Response.status(created)
                        .type(MediaType.APPLICATION_JSON)
                        .header("Idempotent-Replayed", done.repeated() ? "true" : null)
                        .entity(done.json())
                        .build();
            case WriteAnswer.Missing missing ->
                throw new ProblemException(Problem.missing(missing.what(), missing.id()));
            case WriteAnswer.Conflict conflict ->
                throw new ProblemException(Problem.ofField(
                        409, "conflict", "Conflict", conflict.field(), conflict.message(), "another value"));
        };
    }
}
