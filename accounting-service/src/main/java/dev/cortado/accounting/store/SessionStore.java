package dev.cortado.accounting.store;

import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.contracts.unit.SessionId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Sessions, by the functions of R__session_functions.sql.
@ApplicationScoped
public class SessionStore {

    private static final String MILLIS = "::bigint * interval '1 millisecond'";

    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    public Uni<SessionTimes> register(String router, SessionClass sessionClass, SessionRules rules) {
        return database.call(
                        "select register_session($1, $2, $3" + MILLIS + ", $4" + MILLIS + ")",
                        Tuple.of(
                                router,
                                sessionClass.name().toLowerCase(Locale.ROOT),
                                rules.timeToLive().toMillis(),
                                rules.life(sessionClass).toMillis()))
                .map(times -> times(times.orElseThrow()));
    }

    public Uni<Heartbeat> heartbeat(SessionId session, long acknowledgedVersion, SessionRules rules) {
        return database.call(
                        "select heartbeat_session($1, $2, $3" + MILLIS + ", $4" + MILLIS + ", $5" + MILLIS + ")",
                        Tuple.of(
                                session.value(),
                                acknowledgedVersion,
                                rules.timeToLive().toMillis(),
                                rules.lifeShort().toMillis(),
                                rules.lifeLong().toMillis()))
                .map(times -> times.<Heartbeat>map(extended -> new Heartbeat.Extended(times(extended)))
                        .orElseGet(Heartbeat.Ended::new));
    }

    public Uni<Void> drain(SessionId session) {
        return database.rows("select drain_session($1)", Tuple.of(session.value()))
                .replaceWithVoid();
    }

    public Uni<Integer> drainOverdue() {
        return database.number("select drain_overdue_sessions()", Tuple.tuple());
    }

    public Uni<List<SessionId>> toFence(Duration skewMax, int most) {
        return database.rows("select sessions_to_fence($1" + MILLIS + ", $2) as id", Tuple.of(skewMax.toMillis(), most))
                .map(rows -> rows.stream()
                        .map(row -> new SessionId(row.getLong("id")))
                        .toList());
    }

    /// Books where a session's fences lie, by partition.
    public Uni<Void> fence(SessionId session, Map<Integer, Long> offsets) {
        Map<Integer, Long> sorted = new TreeMap<>(offsets);
        return database.rows(
                        "select fence_session($1, $2, $3)",
                        Tuple.of(
                                session.value(),
                                sorted.keySet().toArray(new Integer[0]),
                                sorted.values().toArray(new Long[0])))
                .replaceWithVoid();
    }

    /// Closes leases whose session's fences the poster has passed; tells how many.
    public Uni<Integer> closeLeases(int most) {
        return database.number("select close_leases($1)", Tuple.of(most));
    }

    /// How many sessions are live, draining and fenced.
    public Uni<Map<String, Long>> counts() {
        return database.rows(
                        "select state, count(*) as sessions from session where state <> 'closed' group by state",
                        Tuple.tuple())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getString("state"), row -> row.getLong("sessions"))));
    }

    private static SessionTimes times(JsonObject times) {
        return new SessionTimes(
                new SessionId(times.getLong("session")),
                Database.instant(times, "now"),
                Database.instant(times, "admitUntil"),
                Database.instant(times, "voidBy"),
                times.getLong("version"));
    }
}
