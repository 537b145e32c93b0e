package dev.cortado.accounting.http;

import dev.cortado.accounting.store.ReportStore;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// Who asks, and which organisations they may see: all as platform-admin, else those their groups name.
@RequestScoped
public class Asker {

    static final String PLATFORM_ADMIN = "platform-admin";
    static final String ORGANISATION_ADMIN = "organisation-admin";
    static final String VIEWER = "viewer";

    private static final int KEY_LENGTH_MAX = 255;

    private final SecurityIdentity identity;
    private final JsonWebToken token;
    private final ReportStore reports;

    Asker(SecurityIdentity identity, JsonWebToken token, ReportStore reports) {
        this.identity = identity;
        this.token = token;
        this.reports = reports;
    }

    boolean seesAll() {
        return identity.hasRole(PLATFORM_ADMIN);
    }

    /// Names of the organisations in the asker's groups ("/organisation" or "/organisation/team").
    List<String> organisationNames() {
        Set<String> groups = token.getGroups();
        return (groups == null ? Set.<String>of() : groups)
                .stream()
                        .map(group -> group.split("/", -1))
                        .filter(parts -> parts.length >= 2 && parts[0].isEmpty() && !parts[1].isEmpty())
                        .map(parts -> parts[1])
                        .distinct()
                        .toList();
    }

    /// The node, if the asker may see its organisation; who may not learns no more than who asks for what is not.
    Uni<ReportStore.Node> see(String what, String id) {
        return reports.node(id)
                .map(node -> node.filter(
                                each -> seesAll() || organisationNames().contains(each.organisationName()))
                        .orElseThrow(() -> new ProblemException(Problem.missing(what, id))));
    }

    /// The same for something that belongs to a node: a refusal names what was asked for, never whose it is.
    Uni<ReportStore.Node> seeOwner(String what, String asked, String node) {
        return see(what, node)
                .onFailure(ProblemException.class)
                .transform(_ -> new ProblemException(Problem.missing(what, asked)));
    }

    Uni<ReportStore.Node> see(String what, String kind, String id) {
        return see(what, id).invoke(node -> {
            if (!node.kind().equals(kind)) {
                throw new ProblemException(Problem.missing(what, id));
            }
        });
    }

    WriteOrder order(String action, @Nullable String idempotencyKey, Object body) {
        if (idempotencyKey != null && (idempotencyKey.isEmpty() || idempotencyKey.length() > KEY_LENGTH_MAX)) {
            throw new ProblemException(Problem.invalid(
                    "Idempotency-Key", "the length is not allowed", "1 to " + KEY_LENGTH_MAX + " characters"));
        }
        String actor = token.getSubject();
        return new WriteOrder(
                actor == null ? identity.getPrincipal().getName() : actor,
                Optional.ofNullable(idempotencyKey),
                body.toString(),
                action);
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
