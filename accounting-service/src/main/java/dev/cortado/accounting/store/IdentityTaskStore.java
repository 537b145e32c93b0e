package dev.cortado.accounting.store;

import dev.cortado.accounting.identity.IdentityStep;
import dev.cortado.accounting.identity.IdentityTask;
import dev.cortado.accounting.identity.MemberRole;
import dev.cortado.accounting.identity.TaskOutcome;
import dev.cortado.accounting.identity.Tenant;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.contracts.unit.OrganisationId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// What must be so in Keycloak. Triggers order what follows from tenants; members are ordered here.
@ApplicationScoped
public class IdentityTaskStore {

    private static final String MILLIS = "::bigint * interval '1 millisecond'";
    private static final String COLUMNS = """
            t.id, t.organisation, o.name, t.kind, t.detail, t.state, t.attempts, t.taken, t.next_at, t.last_error,
            t.created_at, t.finished_at""";

    /// A task as it is shown, and its step.
    public record Kept(
            IdentityTask task,
            String kind,
            String state,
            Instant nextAt,
            String lastError,
            Instant createdAt,
            Optional<Instant> finishedAt) {}

    private final Database database;
    private final Writes writes;

    IdentityTaskStore(Database database, Writes writes) {
        this.database = database;
        this.writes = writes;
    }

    /// Tasks that are now this instance's for the time.
    public Uni<List<IdentityTask>> take(int most, Duration hold) {
        return database.rows(
                        "select " + COLUMNS + " from take_identity_tasks($1, $2" + MILLIS
                                + ") t join organisation o on o.id = t.organisation order by t.id",
                        Tuple.of(most, hold.toMillis()))
                .map(rows -> rows.stream().map(row -> kept(row).task()).toList());
    }

    /// False: another instance has taken the task meanwhile.
    public Uni<Boolean> finish(IdentityTask task, TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Done() -> finish(task, "done", Duration.ZERO, "");
            case TaskOutcome.Later(String why, Duration pause) -> finish(task, "pending", pause, why);
            case TaskOutcome.Failed(String why) -> finish(task, "failed", Duration.ZERO, why);
        };
    }

    private Uni<Boolean> finish(IdentityTask task, String state, Duration pause, String why) {
        return database.first(
                        "select finish_identity_task($1, $2, $3, $4" + MILLIS + ", $5) as ours",
                        Tuple.of(task.id(), task.taken(), state, pause.toMillis(), why))
                .map(row -> row.orElseThrow().getBoolean("ours"));
    }

    /// Tasks by id from after one, newest states first seen by `state` where it is given.
    public Uni<List<Kept>> list(Optional<String> organisation, Optional<String> state, long after, int most) {
        return database.rows(
                        "select " + COLUMNS + """
                         from identity_task t join organisation o on o.id = t.organisation
                        where t.id > $1 and ($2::text is null or t.organisation = $2)
                            and ($3::text is null or t.state = $3)
                        order by t.id limit $4""", Tuple.of(after, organisation.orElse(null), state.orElse(null), most))
                .map(rows -> rows.stream().map(IdentityTaskStore::kept).toList());
    }

    public Uni<Optional<Tenant>> tenant(String organisation) {
        return database.first("select id, name from organisation where id = $1", Tuple.of(organisation))
                .map(row ->
                        row.map(each -> new Tenant(new OrganisationId(each.getString("id")), each.getString("name"))));
    }

    public Uni<Map<String, Long>> counts() {
        return database.rows(
                        "select state, count(*) as tasks from identity_task where state <> 'done' group by state",
                        Tuple.tuple())
                .map(rows -> {
                    Map<String, Long> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(row.getString("state"), row.getLong("tasks")));
                    return counts;
                });
    }

    public Uni<Void> forget(Duration after) {
        return database.rows(
                        "delete from identity_task where state = 'done' and finished_at < clock_timestamp() - $1"
                                + MILLIS,
                        Tuple.of(after.toMillis()))
                .replaceWithVoid();
    }

    /// Orders that a person be made a member of the organisation, which must be active and have the team.
    public Uni<WriteAnswer> invite(WriteOrder order, String organisation, IdentityStep.AddMember step) {
        return writes.run(
                order,
                session -> session.find(OrganisationEntity.class, organisation).flatMap(found -> {
                    if (found == null) {
                        return Uni.createFrom().item(TenantStore.missing("organisation", organisation));
                    }
                    if (found.state.equals("suspended")) {
                        return Uni.createFrom().item(conflict("organisation", "the organisation is suspended"));
                    }
                    JsonObject detail = detail(step);
                    return step.team().isEmpty()
                            ? order(session, organisation, "add-member", detail)
                            : session.createSelectionQuery(
                                            "from TeamEntity t where t.organisation = :o and t.name = :n",
                                            TeamEntity.class)
                                    .setParameter("o", organisation)
                                    .setParameter("n", step.team().get())
                                    .getSingleResultOrNull()
                                    .flatMap(team -> team == null
                                            ? Uni.createFrom()
                                                    .item(TenantStore.missing(
                                                            "team", step.team().get()))
                                            : order(session, organisation, "add-member", detail));
                }));
    }

    public Uni<WriteAnswer> remove(WriteOrder order, String organisation, String person) {
        return writes.run(
                order,
                session -> order(session, organisation, "remove-member", new JsonObject().put("person", person)));
    }

    /// Opens a failed task again, or takes an open one as done by hand.
    public Uni<WriteAnswer> settle(WriteOrder order, long id, boolean byHand) {
        String sql = byHand ? """
                update identity_task set state = 'done', finished_at = clock_timestamp(), last_error = ''
                where id = :id and state <> 'done'""" : """
                update identity_task set state = 'pending', finished_at = null, attempts = 0,
                    next_at = clock_timestamp() where id = :id and state = 'failed'""";
        return writes.run(
                order,
                session -> session.createNativeQuery(
                                "select organisation from identity_task where id = :id", String.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull()
                        .flatMap(organisation -> organisation == null
                                ? Uni.createFrom().item(TenantStore.missing("identity task", Long.toString(id)))
                                : session.createNativeQuery(sql)
                                        .setParameter("id", id)
                                        .executeUpdate()
                                        .map(changed -> changed == 1
                                                ? TenantStore.changed(
                                                        organisation,
                                                        false,
                                                        new TenantViews.Ordered(
                                                                id, organisation, byHand ? "done" : "pending"))
                                                : conflict(
                                                        "task",
                                                        byHand
                                                                ? "it is done already"
                                                                : "only a failed task is tried again"))));
    }

    private static Uni<Writes.Outcome> order(
            Mutiny.Session session, String organisation, String kind, JsonObject detail) {
        return session.createNativeQuery("""
                        insert into identity_task (organisation, kind, detail)
                        values (:organisation, :kind, cast(cast(:detail as text) as jsonb)) returning id""", Long.class)
                .setParameter("organisation", organisation)
                .setParameter("kind", kind)
                .setParameter("detail", detail.encode())
                .getSingleResult()
                .map(id ->
                        TenantStore.changed(organisation, false, new TenantViews.Ordered(id, organisation, "pending")));
    }

    private static Writes.Outcome conflict(String field, String message) {
        return new Writes.Outcome.Refused(new WriteAnswer.Conflict(field, message));
    }

    private static JsonObject detail(IdentityStep.AddMember step) {
        JsonObject detail = new JsonObject()
                .put("email", step.email())
                .put("username", step.username())
                .put("role", step.role().word());
        step.team().ifPresent(team -> detail.put("team", team));
        return detail;
    }

    private static Kept kept(Row row) {
        String kind = row.getString("kind");
        return new Kept(
                new IdentityTask(
                        row.getLong("id"),
                        new Tenant(new OrganisationId(row.getString("organisation")), row.getString("name")),
                        step(kind, row.getJsonObject("detail")),
                        row.getInteger("attempts"),
                        row.getLong("taken")),
                kind,
                row.getString("state"),
                Database.instant(row, "next_at"),
                row.getString("last_error"),
                Database.instant(row, "created_at"),
                finished(row.getOffsetDateTime("finished_at")));
    }

    private static Optional<Instant> finished(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }

    private static IdentityStep step(String kind, JsonObject detail) {
        return switch (kind) {
            case "create-organisation" -> new IdentityStep.CreateOrganisation();
            case "create-team" -> new IdentityStep.CreateTeam(detail.getString("team"));
            case "add-member" ->
                new IdentityStep.AddMember(
                        detail.getString("email"),
                        detail.getString("username"),
                        MemberRole.ofWord(detail.getString("role")),
                        Optional.ofNullable(detail.getString("team")));
            case "remove-member" -> new IdentityStep.RemoveMember(detail.getString("person"));
            case "suspend-organisation" -> new IdentityStep.SuspendOrganisation();
            case "resume-organisation" -> new IdentityStep.ResumeOrganisation();
            default -> throw new IllegalStateException("identity_task holds an unknown kind '" + kind + "'");
        };
    }
}
