package dev.cortado.accounting.store;

import dev.cortado.accounting.profile.Checks;
import dev.cortado.accounting.profile.ProfileBook;
import dev.cortado.accounting.profile.ProfileViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Prompt profiles, as the routers have them. A change of theirs is made within the transaction of its audit row: what
/// they refuse rolls that back. Where they change and this transaction fails all the same, the same request again
/// finds what is there: registering what the newest version says makes none.
@ApplicationScoped
public class ProfileStore {

    private static final String RESIDENCY = """
            select distinct routing_rule->>'residency' as label from tenant_node
            where organisation = $1 and routing_rule ? 'residency' order by label""";

    private final Database database;
    private final Writes writes;
    private final ProfileBook book;
    private final Vertx vertx;

    ProfileStore(Database database, Writes writes, ProfileBook book, Vertx vertx) {
        this.database = database;
        this.writes = writes;
        this.book = book;
        this.vertx = vertx;
    }

    /// @param task empty for none
    public Uni<WriteAnswer> register(
            WriteOrder order, String organisation, String name, String text, String task, Optional<Checks> checks) {
        return writes.run(
                order,
                session -> asked(() -> book.register(organisation, name, text, task, checks))
                        .map(version -> TenantStore.changed(organisation, false, version)));
    }

    public Uni<WriteAnswer> remove(WriteOrder order, String organisation, String name) {
        return writes.run(
                order,
                session -> asked(() -> book.remove(organisation, name))
                        .map(version -> new Writes.Outcome.Changed(
                                new Writes.Change(organisation, false, version, version, Optional.of(version)))));
    }

    public Uni<List<ProfileViews.Version>> list(String organisation, String after, int most) {
        return asked(() -> book.list(organisation, after, most));
    }

    /// @param before 0 for from the newest
    public Uni<List<ProfileViews.Version>> versions(String organisation, String name, int before, int most) {
        return asked(() -> book.versions(organisation, name, before, most));
    }

    /// Whoever's requests it is for, it is counted only where all rules within the organisation let it go.
    ///
    /// @param version 0 for the newest
    public Uni<ProfileViews.Profile> profile(String organisation, String name, int version) {
        return database.rows(RESIDENCY, Tuple.of(organisation))
                .map(rows -> rows.stream().map(row -> row.getString("label")).toList())
                .flatMap(residency -> asked(() -> book.profile(organisation, name, version, residency)));
    }

    private <T> Uni<T> asked(Supplier<CompletionStage<T>> call) {
        return RouterAnswers.of(vertx, call);
    }
}
