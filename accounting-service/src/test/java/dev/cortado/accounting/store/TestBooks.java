package dev.cortado.accounting.store;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.posting.Charge;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.LogPosition;
import dev.cortado.accounting.posting.Metering;
import dev.cortado.accounting.posting.Payload;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.posting.UsageCheck;
import dev.cortado.accounting.pricing.Lane;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/// A tenant with counters, sessions and leases in a test's database, and shorthand to move them.
final class TestBooks {

    static final SessionRules RULES = new SessionRules(
            Duration.ofSeconds(15), Duration.ofSeconds(35), Duration.ofSeconds(600), Duration.ofSeconds(1));
    static final TenantPath TENANT = new TenantPath(
            new OrganisationId("org"), new TeamId("team"), new ProjectId("project"), Optional.empty(), "somebody");

    /// A token costs one nano-USD.
    static final TokenPriceList PRICES = new TokenPriceList(
            new PriceVersion("v1"),
            new PicoUsdPerToken(1_000),
            new PicoUsdPerToken(1_000),
            new PicoUsdPerToken(0),
            new PicoUsdPerToken(1_000));

    final TestDatabase at;
    final SessionStore sessions;
    final LeaseStore leases;
    final PostingStore posting;
    private long seq;
    private final long[] next = new long[4];

    TestBooks(TestDatabase at) {
        this.at = at;
        sessions = new SessionStore(at.database());
        leases = new LeaseStore(at.database());
        posting = new PostingStore(at.database());
        at.execute("insert into organisation (id, name) values ('org', 'org')");
        at.execute("insert into team (id, organisation, name) values ('team', 'org', 'team')");
        at.execute("insert into project (id, organisation, team, name) values ('project', 'org', 'team', 'project')");
        publish("v1");
        for (int partition = 0; partition < next.length; partition++) {
            posting.nextOffset(partition).await().indefinitely();
        }
    }

    /// Publishes [#PRICES] of the one variant under this version, for both lanes.
    void publish(String version) {
        at.execute("insert into price_version (version) values ('" + version + "')");
        at.execute("insert into price (version, variant, lane, prompt_pico_usd, cached_prompt_pico_usd, "
                + "cache_write_pico_usd, completion_pico_usd) select '" + version
                + "', 'small', lane, 1000, 1000, 0, 1000 from unnest(array['realtime', 'batch']) lane");
    }

    CounterId counter(String unit, boolean hard, long cap) {
        at.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version) select "
                + "'org', '" + unit + "', k, 'UTC', " + hard + ", " + cap + ", 1 "
                + "from unnest(array['month','week','day','hour','minute','total']) k where not exists "
                + "(select 1 from tenant_limit where unit = '" + unit + "' and window_kind = k) limit 1");
        return new CounterId(at.number("insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force) "
                + "select max(id), clock_timestamp() - interval '1 day', clock_timestamp() + interval '1 day', " + hard
                + ", " + cap + " from tenant_limit returning id"));
    }

    /// A counter of the one limit, by the rule that holds now.
    CounterId counterFromNow() {
        return new CounterId(at.number("insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force) "
                + "select id, clock_timestamp(), clock_timestamp() + interval '1 hour', hard, cap_target "
                + "from tenant_limit returning id"));
    }

    SessionId session(String router) {
        return sessions.register(router, SessionClass.LONG, RULES)
                .await()
                .indefinitely()
                .session();
    }

    LeaseAnswer order(SessionId session, LeaseWant... wants) {
        return order(session, ++seq, wants);
    }

    LeaseAnswer order(SessionId session, long number, LeaseWant... wants) {
        return leases.order(
                        new LeaseOrder(session, number, UUID.randomUUID().toString(), List.of(wants)), Recalled.ENOUGH)
                .await()
                .indefinitely();
    }

    /// Grows the lease to this total and answers it.
    Hold hold(SessionId session, CounterId counter, LimitUnit unit, long floor, long want) {
        LeaseAnswer.Granted granted = (LeaseAnswer.Granted) order(session, new LeaseWant(counter, floor, want));
        LeaseId lease = granted.grants().getFirst().lease();
        return new Hold(lease, counter, unit, granted.grants().getFirst().grantedTotal() - floor);
    }

    Usages usage(SessionId session, List<Hold> holds, long tokens) {
        return new Usages(
                session,
                holds,
                tokens,
                ReservationId.at(Instant.now()),
                1,
                0,
                false,
                "v1",
                Lane.REALTIME,
                Optional.empty(),
                Usages.Ending.WHOLE);
    }

    /// A usage event in the making; a token costs a nano-USD.
    record Usages(
            SessionId session,
            List<Hold> holds,
            long tokens,
            ReservationId reservation,
            int attempt,
            int partition,
            boolean late,
            String version,
            Lane lane,
            Optional<ReservationId> rerunOf,
            Ending ending) {

        /// @param hedgeOf the attempt beside which it ran, 0 for none
        /// @param completion tokens of those that were used
        record Ending(String finish, int hedgeOf, long completion) {
            static final Ending WHOLE = new Ending("stop", 0, 0);
        }

        Usages comingLate() {
            return new Usages(
                    session, holds, tokens, reservation, attempt, partition, true, version, lane, rerunOf, ending);
        }

        Usages withReservation(ReservationId other) {
            return new Usages(session, holds, tokens, other, attempt, partition, late, version, lane, rerunOf, ending);
        }

        Usages inPartition(int other) {
            return new Usages(
                    session, holds, tokens, reservation, attempt, other, late, version, lane, rerunOf, ending);
        }

        Usages inBatchLane() {
            return new Usages(
                    session,
                    holds,
                    tokens,
                    reservation,
                    attempt,
                    partition,
                    late,
                    version,
                    Lane.BATCH,
                    rerunOf,
                    ending);
        }

        Usages withTokens(long other) {
            return new Usages(
                    session, holds, other, reservation, attempt, partition, late, version, lane, rerunOf, ending);
        }

        Usages withVersion(String other) {
            return new Usages(
                    session, holds, tokens, reservation, attempt, partition, late, other, lane, rerunOf, ending);
        }

        Usages withAttempt(int other) {
            return new Usages(
                    session, holds, tokens, reservation, other, partition, late, version, lane, rerunOf, ending);
        }

        Usages asRerunOf(Usages first) {
            return new Usages(
                    session,
                    holds,
                    tokens,
                    reservation,
                    attempt,
                    partition,
                    late,
                    version,
                    lane,
                    Optional.of(first.reservation()),
                    ending);
        }

        Usages endingAs(String finish) {
            return with(new Ending(finish, ending.hedgeOf(), ending.completion()));
        }

        Usages asHedgeOf(int beside) {
            return with(new Ending(ending.finish(), beside, ending.completion()));
        }

        Usages bringing(long completion) {
            return with(new Ending(ending.finish(), ending.hedgeOf(), completion));
        }

        private Usages with(Ending other) {
            return new Usages(
                    session, holds, tokens, reservation, attempt, partition, late, version, lane, rerunOf, other);
        }

        PostingRow at(long offset) {
            Instant now = Instant.now();
            TokenPriceList prices = new TokenPriceList(
                    new PriceVersion(version),
                    PRICES.prompt(),
                    PRICES.cachedPrompt(),
                    PRICES.cacheWrite(),
                    PRICES.completion());
            Permission permission = new Permission(
                    reservation,
                    attempt,
                    session,
                    holds,
                    TENANT,
                    new VariantId("small"),
                    "cpu-small",
                    lane,
                    prices,
                    partition,
                    late ? now.minusSeconds(1) : now.plusSeconds(60),
                    Map.of("feature", "summaries"),
                    rerunOf);
            if (ending.hedgeOf() > 0) {
                permission = permission.hedging(ending.hedgeOf());
            }
            List<Charge> charges = new ArrayList<>();
            for (Hold hold : holds) {
                charges.add(new Charge(hold, hold.unit() == LimitUnit.REQUESTS ? 1 : tokens));
            }
            Metering metering = new Metering(
                    BilledTokens.ofPromptAndCompletion(
                            TokenCount.of(tokens - ending.completion()), TokenCount.of(ending.completion())),
                    NanoUsd.of(tokens),
                    charges,
                    ending.finish(),
                    0.1,
                    OptionalDouble.empty());
            Payload payload =
                    new Payload((reservation + "/" + attempt + "/" + tokens).getBytes(StandardCharsets.UTF_8));
            return UsageCheck.check(
                    new LogPosition(partition, offset, now),
                    reservation + "/" + attempt,
                    payload,
                    permission,
                    metering);
        }
    }

    /// Posts the events to partition 0, behind all earlier ones.
    PostingOutcome post(Usages... usages) {
        List<PostingRow> rows = new ArrayList<>();
        long offset = next[0];
        for (Usages usage : usages) {
            rows.add(usage.at(offset++));
        }
        PostingOutcome outcome = posting.post(
                        new PostingBatch(List.of(new PostingBatch.Stretch(0, next[0], offset, Instant.now())), rows))
                .await()
                .indefinitely();
        if (outcome instanceof PostingOutcome.Posted) {
            next[0] = offset;
        }
        return outcome;
    }

    /// Posts the only record of this attempt that waits in quarantine.
    void replay(Usages usage) {
        long record = at.number("select id from quarantine where resolution is null and reservation = '"
                + usage.reservation() + "' and attempt = " + usage.attempt());
        QuarantineStore quarantine = new QuarantineStore(at.database());
        long offset = quarantine
                .find(record)
                .await()
                .indefinitely()
                .orElseThrow()
                .position()
                .offset();
        WriteOrder order = new WriteOrder("somebody", "replay " + record, Long.toString(record), "replay quarantined");
        QuarantineStore.Replayed replayed =
                quarantine.replay(record, usage.at(offset), order).await().indefinitely();
        if (!(replayed instanceof QuarantineStore.Replayed.Posted)) {
            throw new AssertionError(replayed);
        }
    }

    long next() {
        return next[0];
    }

    /// Ends the session and fences it where the poster stands; the fences of other partitions are passed at once.
    void fence(SessionId session) {
        sessions.drain(session).await().indefinitely();
        at.execute("update session set void_by = admit_until where id = " + session.value());
        sessions.fence(session, Map.of(0, next[0])).await().indefinitely();
    }

    void passFence() {
        posting.post(new PostingBatch(
                        List.of(new PostingBatch.Stretch(0, next[0], next[0] + 1, Instant.now())), List.of()))
                .await()
                .indefinitely();
        next[0]++;
    }

    int close() {
        return sessions.closeLeases(1_000).await().indefinitely();
    }

    /// The outcome of a correction.
    String correct(Usages usage, String kind, long amount) {
        return at.text(correction(usage, kind, amount));
    }

    /// The same on a connection of the pool, for many at once; waits again where another was first for too long.
    String correctPooled(Usages usage, long amount) {
        return at.database()
                .first(correction(usage, "refund", amount), Tuple.tuple())
                .onFailure(Database::isTransient)
                .retry()
                .indefinitely()
                .await()
                .indefinitely()
                .orElseThrow()
                .getString(0);
    }

    private static String correction(Usages usage, String kind, long amount) {
        return "select correct_charge('" + usage.reservation() + "', " + usage.attempt() + ", '" + kind + "', " + amount
                + ", 'a reason', 'somebody') ->> 'outcome'";
    }

    long balance(String kind, String owner) {
        return at.number(
                "select coalesce(sum(e.amount), 0) from entry e join account a on a.id = e.account where a.kind = '"
                        + kind + "' and a.owner = '" + owner + "'");
    }

    /// The counter of the one limit in total.
    CounterId totalCounter() {
        return new CounterId(at.number("insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force) "
                + "select id, '2000-01-01', '9999-01-01', true, cap_target from tenant_limit where window_kind = 'total' "
                + "returning id"));
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<String> differences() {
        return at.rows("select check_name || ' ' || subject || ' ' || difference from verify_ledger(20)");
    }
}
