package dev.cortado.accounting.store;

import dev.cortado.accounting.store.Writes.Outcome;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Suspends and resumes teams, projects and keys. What is running goes on; once routers and gateways heard of it,
/// nothing
/// new is admitted.
@ApplicationScoped
public class SuspensionStore {

    private final Writes writes;

    SuspensionStore(Writes writes) {
        this.writes = writes;
    }

    public Uni<WriteAnswer> team(WriteOrder order, String id, boolean suspended) {
        return writes.run(
                order,
                session -> session.find(TeamEntity.class, id).map(team -> {
                    if (team == null) {
                        return TenantStore.missing("team", id);
                    }
                    TenantViews.Team before = team.view();
                    team.setSuspended(suspended);
                    return TenantStore.changed(id, true, before, team.view());
                }));
    }

    public Uni<WriteAnswer> project(WriteOrder order, String id, boolean suspended) {
        return writes.run(
                order,
                session -> session.find(ProjectEntity.class, id).map(project -> {
                    if (project == null) {
                        return TenantStore.missing("project", id);
                    }
                    TenantViews.Project before = project.view();
                    project.setSuspended(suspended);
                    return TenantStore.changed(id, true, before, project.view());
                }));
    }

    /// A revoked key is neither suspended nor resumed.
    public Uni<WriteAnswer> key(WriteOrder order, String id, boolean suspended) {
        return writes.run(
                order,
                session -> TenantStore.locked(session, id).map(key -> {
                    if (key == null) {
                        return TenantStore.missing("key", id);
                    }
                    if (key.isRevoked()) {
                        return new Outcome.Refused(
                                new WriteAnswer.Conflict("state", "the key is revoked, which is for good"));
                    }
                    TenantViews.Key before = key.view();
                    key.setSuspended(suspended);
                    return TenantStore.changed(id, true, before, key.view());
                }));
    }
}
