package dev.cortado.router.store;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.profile.Profile;
import dev.cortado.router.profile.ProfileLimits;
import dev.cortado.router.profile.ProfileName;
import dev.cortado.router.profile.ProfileStore;
import dev.cortado.router.profile.ProfileSummary;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Profiles in PostgreSQL. Writes of one organisation follow one another, so that its limits hold exactly.
final class PostgresProfiles implements ProfileStore {

    private static final String FIND = """
            select name, version, task, content, checks, created_at from router.profile_version
            where organisation = $1 and name = $2 and ($3::integer is null or version = $3)
            order by version desc limit 1""";
    private static final String LIST = """
            select distinct on (name) name, version, task, octet_length(content) as bytes, encode(sha256, 'hex') as sha256, created_at
            from router.profile_version where organisation = $1 and name > $2
            order by name, version desc limit $3""";
    private static final String VERSIONS = """
            select name, version, task, octet_length(content) as bytes, encode(sha256, 'hex') as sha256, created_at
            from router.profile_version where organisation = $1 and name = $2 and version < $3
            order by version desc limit $4""";
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('profile ' || $1, 0))";
    private static final String COUNT = """
            select count(distinct name) filter (where name <> $2) as others, count(*) filter (where name = $2) as versions
            from router.profile_version where organisation = $1""";
    private static final String NUMBER = """
            insert into router.profile (organisation, name, newest) values ($1, $2, 1)
            on conflict (organisation, name) do update set newest = profile.newest + 1 returning newest""";
    private static final String INSERT = """
            insert into router.profile_version (organisation, name, version, task, content, sha256, checks)
            values ($1, $2, $3, $4, $5, sha256(convert_to($5, 'UTF8')), $6)
            returning name, version, task, content, checks, created_at""";
    private static final String REMOVE = "delete from router.profile_version where organisation = $1 and name = $2";

    private final Pool pool;

    PostgresProfiles(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Optional<Profile>> find(OrganisationId organisation, ProfileName name) {
        return stage(pool.withConnection(connection -> find(connection, organisation, name)));
    }

    @Override
    public CompletionStage<Registering> register(OrganisationId organisation, Draft draft, ProfileLimits limits) {
        return locked(
                organisation,
                connection -> find(connection, organisation, ProfileName.parse(draft.name()))
                        .compose(newest -> {
                            boolean same = newest.filter(
                                            profile -> profile.text().equals(draft.text())
                                                    && profile.task().equals(draft.task())
                                                    && profile.checks().equals(draft.checks()))
                                    .isPresent();
                            return same
                                    ? Future.succeededFuture(new Registering.Registered(newest.orElseThrow()))
                                    : next(connection, organisation, draft, limits);
                        }));
    }

    @Override
    public CompletionStage<List<ProfileSummary>> list(OrganisationId organisation, String after, int limit) {
        return stage(pool.preparedQuery(LIST)
                .execute(Tuple.of(organisation.value(), after, limit))
                .map(PostgresProfiles::toSummaries));
    }

    @Override
    public CompletionStage<List<ProfileSummary>> versions(
            OrganisationId organisation, String name, int before, int limit) {
        return stage(pool.preparedQuery(VERSIONS)
                .execute(Tuple.of(organisation.value(), name, before, limit))
                .map(PostgresProfiles::toSummaries));
    }

    @Override
    public CompletionStage<Optional<Profile>> remove(OrganisationId organisation, String name) {
        return locked(
                organisation,
                connection -> find(connection, organisation, ProfileName.parse(name))
                        .compose(newest -> connection
                                .preparedQuery(REMOVE)
                                .execute(Tuple.of(organisation.value(), name))
                                .map(newest)));
    }

    private static Future<Registering> next(
            SqlConnection connection, OrganisationId organisation, Draft draft, ProfileLimits limits) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(organisation.value(), draft.name()))
                .compose(rows -> {
                    Row row = rows.iterator().next();
                    if (row.getLong("versions") >= limits.versionsMax()) {
                        return Future.succeededFuture(new Registering.LimitReached(
                                "a profile has at most " + limits.versionsMax() + " versions"));
                    }
                    if (row.getLong("versions") == 0 && row.getLong("others") >= limits.profilesMax()) {
                        return Future.succeededFuture(new Registering.LimitReached(
                                "an organisation has at most " + limits.profilesMax() + " profiles"));
                    }
                    return insert(connection, organisation, draft);
                });
    }

    private static Future<Registering> insert(SqlConnection connection, OrganisationId organisation, Draft draft) {
        return connection
                .preparedQuery(NUMBER)
                .execute(Tuple.of(organisation.value(), draft.name()))
                .compose(rows -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.of(
                                organisation.value(),
                                draft.name(),
                                rows.iterator().next().getInteger("newest"),
                                draft.task(),
                                draft.text(),
                                draft.checks().map(ProfileChecksJson::of).orElse(null))))
                .map(rows -> new Registering.Registered(
                        toProfile(organisation, rows.iterator().next())));
    }

    private <T> CompletionStage<T> locked(OrganisationId organisation, Function<SqlConnection, Future<T>> work) {
        return stage(pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(organisation.value()))
                .compose(_ -> work.apply(connection))));
    }

    private static Future<Optional<Profile>> find(
            SqlConnection connection, OrganisationId organisation, ProfileName name) {
        Tuple key = Tuple.of(organisation.value(), name.name())
                .addInteger(
                        name.version().isPresent() ? (Integer) name.version().getAsInt() : null);
        return connection
                .preparedQuery(FIND)
                .execute(key)
                .map(rows -> rows.size() == 0
                        ? Optional.<Profile>empty()
                        : Optional.of(toProfile(organisation, rows.iterator().next())));
    }

    private static Profile toProfile(OrganisationId organisation, Row row) {
        return new Profile(
                organisation,
                row.getString("name"),
                row.getInteger("version"),
                row.getString("task"),
                row.getString("content"),
                Optional.ofNullable(row.getJsonObject("checks")).map(ProfileChecksJson::toChecks),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static List<ProfileSummary> toSummaries(RowSet<Row> rows) {
        List<ProfileSummary> summaries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            summaries.add(new ProfileSummary(
                    row.getString("name"),
                    row.getInteger("version"),
                    row.getString("task"),
                    row.getInteger("bytes"),
                    row.getString("sha256"),
                    row.getOffsetDateTime("created_at").toInstant()));
        }
        return summaries;
    }

    private static <T> CompletionStage<T> stage(Future<T> future) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        future.onSuccess(stage::complete).onFailure(failure -> stage.completeExceptionally(new StoreAway(failure)));
        return stage;
    }
}
