package dev.cortado.gateway.store;

/// The store's SQL. Times are the database's own. The first four parameters are always owner and key.
final class Statements {

    /// Inserts the row, or takes over one that is past its retention, was lost, or whose gateway went silent. Of
    /// several
    /// that try at once the primary key lets one through; for the others no row comes back.
    ///
    /// $5 hash, $6 claim, $7 its lifetime and $8 the retention in milliseconds, $9 runs at most
    static final String CLAIM = """
            insert into idempotency as known (organisation, project, bearer, key, request_sha256, state, claim,
                claimed_until, runs, expires_at)
            values ($1, $2, $3, $4, $5, 'claimed', $6, now() + $7 * interval '1 millisecond', 1,
                now() + $8 * interval '1 millisecond')
            on conflict (organisation, project, bearer, key) do update set
                request_sha256 = excluded.request_sha256,
                state = 'claimed',
                claim = excluded.claim,
                claimed_until = excluded.claimed_until,
                reservation = case when known.expires_at > now() then known.reservation end,
                runs = case when known.expires_at > now() and known.reservation is not null then known.runs + 1 else 1 end,
                content_type = null,
                answer = null,
                expires_at = excluded.expires_at
            where known.expires_at <= now()
                or (known.request_sha256 = excluded.request_sha256 and known.runs < $9
                    and (known.state = 'lost' or (known.state = 'claimed' and known.claimed_until <= now())))
            returning reservation""";

    static final String FIND = """
            select request_sha256, state, claimed_until > now() as claimed, runs, reservation, content_type, answer
            from idempotency where organisation = $1 and project = $2 and bearer = $3 and key = $4""";

    /// $5 claim, $6 reservation; a rerun keeps the first one.
    static final String ROUTED = """
            update idempotency set reservation = coalesce(reservation, $6)
            where organisation = $1 and project = $2 and bearer = $3 and key = $4 and claim = $5""";

    /// $5 claim, $6 the reservation whose answer it is, $7 content type, $8 answer, $9 retention in milliseconds
    static final String ANSWERED = """
            update idempotency set state = 'answered', reservation = $6, content_type = $7, answer = $8,
                expires_at = now() + $9 * interval '1 millisecond'
            where organisation = $1 and project = $2 and bearer = $3 and key = $4 and claim = $5""";

    /// $5 claim
    static final String LOST = """
            update idempotency set state = 'lost'
            where organisation = $1 and project = $2 and bearer = $3 and key = $4 and claim = $5 and state = 'claimed'
                and reservation is not null""";

    /// Forgets a first run. $5 claim
    static final String FORGOTTEN = """
            delete from idempotency
            where organisation = $1 and project = $2 and bearer = $3 and key = $4 and claim = $5 and state = 'claimed'""";

    /// A rerun that cost nothing does not count. $5 claim
    static final String RERUN_TAKEN_BACK = """
            update idempotency set state = 'lost', runs = greatest(runs - 1, 1)
            where organisation = $1 and project = $2 and bearer = $3 and key = $4 and claim = $5 and state = 'claimed'""";

    /// $1 rows at most
    static final String DELETE_OLD = """
            delete from idempotency where (organisation, project, bearer, key) in
                (select organisation, project, bearer, key from idempotency where expires_at <= now()
                 order by expires_at limit $1 for update skip locked)""";

    private Statements() {}
}
