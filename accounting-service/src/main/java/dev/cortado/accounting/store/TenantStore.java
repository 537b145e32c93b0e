package dev.cortado.accounting.store;

import dev.cortado.accounting.identity.KeyCredential;
import dev.cortado.accounting.store.Writes.Change;
import dev.cortado.accounting.store.Writes.Outcome;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/// Organisations, teams, projects and keys.
@ApplicationScoped
public class TenantStore {

    private static final String ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 16;

    private final Writes writes;
    private final SecureRandom random = new SecureRandom();

    TenantStore(Writes writes) {
        this.writes = writes;
    }

    public Uni<WriteAnswer> createOrganisation(WriteOrder order, String name) {
        return writes.run(order, session -> {
            OrganisationEntity organisation = new OrganisationEntity(newId("org"), name);
            return session.persist(organisation)
                    .replaceWith(() -> changed(organisation.id, false, organisation.view()));
        });
    }

    /// Suspends or resumes; what is running goes on, nothing new is admitted.
    public Uni<WriteAnswer> setOrganisationState(WriteOrder order, String id, boolean suspended) {
        return writes.run(
                order,
                session -> session.find(OrganisationEntity.class, id).map(organisation -> {
                    if (organisation == null) {
                        return missing("organisation", id);
                    }
                    TenantViews.Organisation before = organisation.view();
                    organisation.setState(suspended ? "suspended" : "active");
                    return changed(id, true, before, organisation.view());
                }));
    }

    public Uni<WriteAnswer> createTeam(WriteOrder order, String organisation, String name) {
        return writes.run(
                order,
                session -> session.find(OrganisationEntity.class, organisation).flatMap(parent -> {
                    if (parent == null) {
                        return Uni.createFrom().item(missing("organisation", organisation));
                    }
                    TeamEntity team = new TeamEntity(newId("team"), organisation, name);
                    return session.persist(team).replaceWith(() -> changed(team.id, false, team.view()));
                }));
    }

    public Uni<WriteAnswer> createProject(WriteOrder order, String team, String name) {
        return writes.run(
                order,
                session -> session.find(TeamEntity.class, team).flatMap(parent -> {
                    if (parent == null) {
                        return Uni.createFrom().item(missing("team", team));
                    }
                    ProjectEntity project = new ProjectEntity(newId("project"), parent.organisation, team, name);
                    return session.persist(project).replaceWith(() -> changed(project.id, false, project.view()));
                }));
    }

    public Uni<WriteAnswer> createKey(WriteOrder order, String project, String name) {
        return writes.run(
                order,
                session -> session.find(ProjectEntity.class, project).flatMap(parent -> {
                    if (parent == null) {
                        return Uni.createFrom().item(missing("project", project));
                    }
                    KeyCredential credential = KeyCredential.mint(random);
                    ApiKeyEntity key = new ApiKeyEntity(credential, parent, name);
                    Object answer = new TenantViews.NewKey(
                            key.view(), credential.text(), "keep the secret now: it is not stored and not shown again");
                    Object kept = new TenantViews.NewKey(
                            key.view(), "", "the secret was shown once, in the first answer to this request");
                    return session.persist(key)
                            .replaceWith(() -> new Outcome.Changed(new Change(key.id, false, answer, kept)));
                }));
    }

    public Uni<WriteAnswer> revokeKey(WriteOrder order, String id) {
        return writes.run(
                order,
                session -> locked(session, id).map(key -> {
                    if (key == null) {
                        return missing("key", id);
                    }
                    TenantViews.Key before = key.view();
                    key.revoke();
                    return changed(id, true, before, key.view());
                }));
    }

    /// A key that nobody else changes meanwhile: all of a row is written, so that one who read it earlier would undo
    /// what was changed since. Null where there is none.
    static Uni<ApiKeyEntity> locked(Mutiny.Session session, String key) {
        return session.find(ApiKeyEntity.class, key, LockModeType.PESSIMISTIC_WRITE);
    }

    /// Organisations by id from after one, those of these names only where any are given.
    public Uni<List<TenantViews.Organisation>> organisations(List<String> names, String after, int most) {
        String query = names.isEmpty()
                ? "from OrganisationEntity o where o.id > :after order by o.id"
                : "from OrganisationEntity o where o.id > :after and o.name in :names order by o.id";
        return read(session -> {
            var selection = session.createSelectionQuery(query, OrganisationEntity.class)
                    .setParameter("after", after)
                    .setMaxResults(most);
            return (names.isEmpty() ? selection : selection.setParameter("names", names))
                    .getResultList()
                    .map(found -> found.stream().map(OrganisationEntity::view).toList());
        });
    }

    public Uni<List<TenantViews.Team>> teams(String organisation, String after, int most) {
        return children("from TeamEntity t where t.organisation = :parent", TeamEntity.class, organisation, after, most)
                .map(found -> found.stream().map(TeamEntity::view).toList());
    }

    public Uni<List<TenantViews.Project>> projects(String team, String after, int most) {
        return children("from ProjectEntity t where t.team = :parent", ProjectEntity.class, team, after, most)
                .map(found -> found.stream().map(ProjectEntity::view).toList());
    }

    public Uni<List<TenantViews.Key>> keys(String project, String after, int most) {
        return children("from ApiKeyEntity t where t.project = :parent", ApiKeyEntity.class, project, after, most)
                .map(found -> found.stream().map(ApiKeyEntity::view).toList());
    }

    private <T> Uni<List<T>> children(String query, Class<T> type, String parent, String after, int most) {
        return read(session -> session.createSelectionQuery(query + " and t.id > :after order by t.id", type)
                .setParameter("parent", parent)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList());
    }

    private <T> Uni<T> read(Function<Mutiny.Session, Uni<T>> query) {
        return writes.factory().withSession(query);
    }

    static Outcome changed(String node, boolean news, Object view) {
        return new Outcome.Changed(new Change(node, news, view, view));
    }

    static Outcome changed(String node, boolean news, Object before, Object view) {
        return new Outcome.Changed(new Change(node, news, view, view, Optional.of(before)));
    }

    static Outcome missing(String what, String id) {
        return new Outcome.Refused(new WriteAnswer.Missing(what, id));
    }

    private String newId(String prefix) {
        StringBuilder id = new StringBuilder(prefix).append('-');
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }
}
