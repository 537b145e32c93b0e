package dev.cortado.accounting.store;

import dev.cortado.accounting.change.Change;
import dev.cortado.accounting.lease.Asking;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Changes, told from any instance of accounting to all by LISTEN and NOTIFY on one connection of its own.
///
/// While that connection is down nothing can be promised, so every stream fails: who watches connects again and
/// begins with a whole state.
@ApplicationScoped
public class Changes {

    private static final Logger LOG = Logger.getLogger(Changes.class);
    private static final long RECONNECT_MILLIS = 500;
    private static final long PROBE_MILLIS = 5_000;

    /// The changes of one period of listening.
    private record Listening(PgConnection connection, BroadcastProcessor<Change> changes) {}

    private final Database database;
    private final Vertx vertx;
    private final AtomicReference<@Nullable Listening> listening = new AtomicReference<>();
    private volatile boolean stopped;

    Changes(Database database, Vertx vertx) {
        this.database = database;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        connect();
        vertx.setPeriodic(PROBE_MILLIS, timer -> probe());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        Listening now = listening.getAndSet(null);
        if (now != null) {
            now.connection().close();
        }
    }

    /// Every change from now on; fails when listening is lost.
    public Multi<Change> stream() {
        Listening now = listening.get();
        return now == null ? Multi.createFrom().failure(new ChangesLost()) : now.changes();
    }

    /// Tells the change at once. Changes of paths are told by the database itself when they commit.
    public Uni<Void> recall(Map<SessionId, List<LeaseId>> idle, Asking asking) {
        JsonArray notices = new JsonArray();
        idle.forEach((session, leases) -> notices.add(new JsonObject()
                .put("change", "recall")
                .put("session", session.value())
                .put("asking", asking.session().value())
                .put("since", asking.since())
                .put("leases", new JsonArray(leases.stream().map(LeaseId::value).toList()))
                .encode()));
        return database.rows(
                        "select pg_notify('accounting_changes', n) from jsonb_array_elements_text($1) n",
                        Tuple.of(notices))
                .replaceWithVoid();
    }

    private void connect() {
        if (stopped) {
            return;
        }
        database.pool()
                .getDelegate()
                .getConnection()
                .compose(connection -> connection
                        .query("listen accounting_changes")
                        .execute()
                        .map(listens -> PgConnection.cast(connection)))
                .onSuccess(this::listen)
                .onFailure(failure -> {
                    LOG.warnf("cannot listen for changes: %s", failure.getMessage());
                    vertx.setTimer(RECONNECT_MILLIS, timer -> connect());
                });
    }

    private void listen(PgConnection connection) {
        BroadcastProcessor<Change> changes = BroadcastProcessor.create();
        Listening now = new Listening(connection, changes);
        connection.notificationHandler(notice -> tell(changes, notice.getPayload()));
        connection.closeHandler(closed -> {
            listening.compareAndSet(now, null);
            changes.onError(new ChangesLost());
            vertx.setTimer(RECONNECT_MILLIS, timer -> connect());
        });
        listening.set(now);
    }

    private static void tell(BroadcastProcessor<Change> changes, String payload) {
        JsonObject notice = new JsonObject(payload);
        String kind = notice.getString("change");
        switch (kind) {
            case "path" ->
                changes.onNext(new Change.OfPath(
                        notice.getString("node"),
                        Objects.requireNonNullElse(notice.getString("publicId"), ""),
                        notice.getLong("version")));
            case "prices" -> changes.onNext(new Change.OfPrices());
            case "recall" ->
                changes.onNext(new Change.Recalled(
                        new SessionId(notice.getLong("session")),
                        notice.getJsonArray("leases").stream()
                                .map(lease -> new LeaseId(((Number) lease).longValue()))
                                .toList(),
                        new Asking(
                                new SessionId(notice.getLong("asking", Long.MAX_VALUE)), notice.getInstant("since"))));
            default -> LOG.warnf("unknown change '%s'", kind);
        }
    }

    /// A peer that vanished without a word would leave us deaf: asks now and then, and hangs up on silence.
    private void probe() {
        Listening now = listening.get();
        if (now == null) {
            return;
        }
        long hangUp = vertx.setTimer(PROBE_MILLIS - 1, timer -> now.connection().close());
        now.connection().query("select 1").execute().onSuccess(answer -> vertx.cancelTimer(hangUp));
    }

    /// Listening was lost: connect again.
    public static final class ChangesLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        ChangesLost() {
            super("the stream of changes was interrupted: connect again");
        }
    }
}
