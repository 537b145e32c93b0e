package dev.cortado.accounting.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What a counter took lately.
@ApplicationScoped
public class ForecastStore {

    private static final String RECENT = """
            select coalesce(sum(h.charged), 0)::bigint as recent
            from usage u, lateral unnest(u.counters, u.charged) as h (counter, charged)
            where u.organisation = $1 and u.day >= $2 and uuid_extract_timestamp(u.reservation) >= $3
              and h.counter = $4""";

    private final ReportReads reads;

    ForecastStore(ReportReads reads) {
        this.reads = reads;
    }

    /// Charged to the counter by requests since then, in its unit.
    public Uni<Long> recent(String organisation, long counter, Instant since) {
        return reads.read(connection -> connection
                .preparedQuery(RECENT)
                .execute(Tuple.of(
                        organisation,
                        LocalDate.ofInstant(since, ZoneOffset.UTC),
                        since.atOffset(ZoneOffset.UTC),
                        counter))
                .map(rows -> rows.iterator().next().getLong("recent")));
    }
}
