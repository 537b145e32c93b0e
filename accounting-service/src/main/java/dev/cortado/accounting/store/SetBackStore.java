package dev.cortado.accounting.store;

import dev.cortado.accounting.posting.LoggedTick;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Whether the books were set back, by a restore or by the promotion of a standby that lagged: then they lack
/// ticks that the log has. By the functions of R__set_back_functions.sql.
@ApplicationScoped
public class SetBackStore {

    private static final String MILLIS = "::bigint * interval '1 millisecond'";

    private final Database database;

    SetBackStore(Database database) {
        this.database = database;
    }

    /// The next tick to append to the log, if it is this instance's turn.
    ///
    /// @param every no other instance gets one within this
    /// @param life how long a session may live that is granted anything before the next tick
    public Uni<Optional<LoggedTick>> takeTick(Duration every, Duration life) {
        return database.call(
                        "select take_tick($1" + MILLIS + ", $2" + MILLIS + ")",
                        Tuple.of(every.toMillis(), life.toMillis()))
                .map(taken -> taken.map(SetBackStore::tick));
    }

    /// Whether the books lack one of these ticks of the log. Then they know from here on that they were set back.
    public Uni<Boolean> lack(List<LoggedTick> ticks) {
        return database.first("select see_ticks($1, $2, $3) as lacking", addTo(Tuple.tuple(), ticks))
                .map(row -> row.orElseThrow().getBoolean("lacking"));
    }

    /// How long nothing is granted any more; zero where the books were not set back, or all is void.
    public Uni<Duration> held() {
        return database.first("""
                        select coalesce(ceil(1000 * extract(epoch from max(grants_from) - clock_timestamp())), 0)::bigint
                            as millis
                        from set_back""", Tuple.tuple())
                .map(row -> Duration.ofMillis(Math.max(0, row.orElseThrow().getLong("millis"))));
    }

    public Uni<Void> forgetTicks() {
        return database.rows("select forget_ticks()", Tuple.tuple()).replaceWithVoid();
    }

    /// The parameters of `see_ticks`, behind those that are there.
    static Tuple addTo(Tuple parameters, List<LoggedTick> ticks) {
        return parameters
                .addValue(ticks.stream().map(LoggedTick::number).toArray(Long[]::new))
                .addValue(ticks.stream().map(LoggedTick::mark).toArray(UUID[]::new))
                .addValue(ticks.stream()
                        .map(tick -> tick.sessionsVoidBy().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
    }

    private static LoggedTick tick(JsonObject taken) {
        return new LoggedTick(
                taken.getLong("number"), UUID.fromString(taken.getString("mark")), Database.instant(taken, "voidBy"));
    }
}
