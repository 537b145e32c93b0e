package dev.cortado.accounting.store;

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
import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/// How fast `post_usage` is by itself, run by hand: `PostingRate [batches] [rows a batch] [explain]`. Three-level
/// paths, a fifth
/// of the events of one tenant, one limit in money on each level; then COPY of the same rows into the same tables.
/// Where the time goes is told by function. The embedded server does not flush; `./cortado bench ledger` measures that.
final class PostingRate {

    private static final int TENANTS = 1_000;
    private static final long ROOM = 1L << 60;
    private static final TokenPriceList PRICES = new TokenPriceList(
            new PriceVersion("v1"),
            new PicoUsdPerToken(100_000),
            new PicoUsdPerToken(25_000),
            new PicoUsdPerToken(125_000),
            new PicoUsdPerToken(500_000));

    private final TestDatabase at = TestDatabase.create();
    private final Random random = new Random(1);
    private final PostingStore posting = new PostingStore(at.database());
    private final SessionId session;
    private final List<List<Hold>> holds = new ArrayList<>();
    private final List<TenantPath> paths = new ArrayList<>();

    private PostingRate(boolean explained) {
        if (explained) {
            explain();
        }
        at.execute("insert into price_version (version) values ('v1')");
        at.execute("insert into price (version, variant, lane, prompt_pico_usd, cached_prompt_pico_usd, "
                + "cache_write_pico_usd, completion_pico_usd) "
                + "values ('v1', 'small', 'realtime', 100000, 25000, 125000, 500000)");
        at.execute("insert into pool_rate values ('cpu-small', 428000000, now() - interval '1 day')");
        String series = " from generate_series(0, " + (TENANTS - 1) + ") n";
        at.execute("insert into organisation (id, name) select 'o' || n, 'o' || n" + series);
        at.execute("insert into team (id, organisation, name) select 't' || n, 'o' || n, 't'" + series);
        at.execute(
                "insert into project (id, organisation, team, name) select 'p' || n, 'o' || n, 't' || n, 'p'" + series);
        at.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version) select l || n, "
                + "'nano-usd', 'month', 'UTC', true, " + ROOM + ", 1" + series + ", unnest(array['o','t','p']) l");
        at.execute(
                "insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force, committed) select id, now() - "
                        + "interval '1 day', now() + interval '1 day', true, cap_target, cap_target from tenant_limit");
        session = new SessionId(
                at.number("insert into session (router, class, admit_until, void_by) values ('r', 'long', "
                        + "now() + interval '1 day', now() + interval '1 day') returning id"));
        at.execute("insert into lease (counter, session, granted, seq) select id, " + session.value()
                + ", committed, 1 from counter order by id");
        at.execute("analyze");
        List<String> leases =
                at.rows("select l.id || ' ' || l.counter from lease l join counter c on c.id = l.counter join "
                        + "tenant_limit t on t.id = c.tenant_limit order by substr(t.node, 2)::int, t.node");
        for (int n = 0; n < TENANTS; n++) {
            List<Hold> path = new ArrayList<>();
            for (String lease : leases.subList(3 * n, 3 * n + 3)) {
                String[] ids = lease.split(" ", -1);
                path.add(new Hold(
                        new LeaseId(Long.parseLong(ids[0])),
                        new CounterId(Long.parseLong(ids[1])),
                        LimitUnit.NANO_USD,
                        1_000_000_000L));
            }
            holds.add(path);
            paths.add(new TenantPath(
                    new OrganisationId("o" + n), new TeamId("t" + n), new ProjectId("p" + n), Optional.empty(), ""));
        }
        posting.nextOffset(0).await().indefinitely();
    }

    private PostingRow row(long offset) {
        int tenant = random.nextInt(5) == 0 ? 0 : random.nextInt(TENANTS);
        Instant now = Instant.now();
        ReservationId reservation = ReservationId.at(now);
        BilledTokens tokens = new BilledTokens(
                TokenCount.of(200 + random.nextInt(800)),
                TokenCount.of(random.nextInt(200)),
                TokenCount.ZERO,
                TokenCount.of(1 + random.nextInt(400)));
        Permission permission = new Permission(
                reservation,
                1,
                session,
                holds.get(tenant),
                paths.get(tenant),
                new VariantId("small"),
                "cpu-small",
                Lane.REALTIME,
                PRICES,
                0,
                now.plusSeconds(60),
                Map.of());
        Metering metering = new Metering(
                tokens,
                PRICES.cost(tokens),
                holds.get(tenant).stream()
                        .map(hold -> new Charge(hold, PRICES.cost(tokens).nanos()))
                        .toList(),
                "stop",
                random.nextInt(2_000_000) / 1e6,
                OptionalDouble.empty());
        String id = reservation + "/1";
        return UsageCheck.check(
                new LogPosition(0, offset, now),
                id,
                new Payload(id.repeat(12).getBytes(StandardCharsets.UTF_8)),
                permission,
                metering);
    }

    private void run(int batches, int size) {
        at.execute("alter system set track_functions = 'all'");
        at.execute("select pg_reload_conf()");
        long offset = 0;
        double seconds = 0;
        double processorBefore = 0;
        for (int batch = -3; batch < batches; batch++) {
            List<PostingRow> rows = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                rows.add(row(offset + i));
            }
            long begun = System.nanoTime();
            PostingOutcome outcome = posting.post(new PostingBatch(
                            List.of(new PostingBatch.Stretch(0, offset, offset + size, Instant.now())), rows))
                    .await()
                    .indefinitely();
            double took = (System.nanoTime() - begun) / 1e9;
            offset += size;
            if (batch == -1) {
                at.execute("select pg_stat_reset()");
                processorBefore = processorSeconds();
            }
            if (batch >= 0) {
                seconds += took;
            }
            if (batch == 0) {
                System.out.println(outcome);
            }
        }
        double processor = processorSeconds() - processorBefore;
        processorBefore = processorSeconds();
        double copy = copySeconds() * batches / (batches + 3);
        double copyProcessor = (processorSeconds() - processorBefore) * batches / (batches + 3);
        long rows = (long) batches * size;
        System.out.printf(
                "processor time of the server: posting %.1f us a row, COPY %.1f us; ratio %.2f%n",
                processor * 1e6 / rows, copyProcessor * 1e6 / rows, copyProcessor / processor);
        System.out.printf(
                "posted %.0f rows/s in batches of %d; COPY %.0f rows/s; ratio %.2f; %s entries%n",
                rows / seconds, size, rows / copy, copy / seconds, at.text("select count(*) from entry"));
        at.rows("select rpad(funcname, 24) || lpad(calls::text, 8) || ' calls ' || lpad(round((self_time / " + rows
                        + " * 1000)::numeric, 1)::text, 7) || ' us a row of its own' from pg_stat_user_functions "
                        + "order by self_time desc")
                .forEach(System.out::println);
        System.out.println(at.rows("select * from verify_ledger(10)"));
    }

    /// What all processes of the server have used: says more than the clock where others share the machine.
    private double processorSeconds() {
        try {
            String pid = Files.readAllLines(Path.of(at.text("show data_directory"), "postmaster.pid"))
                    .getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                            .orElseThrow()
                            .children()
                            .mapToLong(child -> child.info()
                                    .totalCpuDuration()
                                    .orElse(Duration.ZERO)
                                    .toNanos())
                            .sum()
                    / 1e9;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// COPY of all rows into tables with the same columns, indexes and checks.
    private double copySeconds() {
        String day = at.text("select to_char(now() at time zone 'UTC', 'YYYYMMDD')");
        at.execute("create table copy_usage (like usage including all) partition by range (day)");
        at.execute("create table copy_usage_day partition of copy_usage for values from ('" + day + "') to "
                + "(to_date('" + day + "', 'YYYYMMDD') + 1)");
        at.execute("create table copy_entry (like entry including all)");
        String directory = at.text("show data_directory");
        at.execute("copy (select * from usage order by log_offset) to '" + directory + "/usage.copy' (format binary)");
        at.execute("copy (select * from entry) to '" + directory + "/entry.copy' (format binary)");
        long begun = System.nanoTime();
        at.execute("copy copy_usage from '" + directory + "/usage.copy' (format binary)");
        at.execute("copy copy_entry from '" + directory + "/entry.copy' (format binary)");
        return (System.nanoTime() - begun) / 1e9;
    }

    /// Has the server log the plan of every statement inside the functions.
    private void explain() {
        java.util.logging.Logger.getLogger("").addHandler(new java.util.logging.ConsoleHandler());
        at.execute("alter system set session_preload_libraries = 'auto_explain'");
        at.execute("alter system set auto_explain.log_min_duration = 2");
        at.execute("alter system set auto_explain.log_analyze = on");
        at.execute("alter system set auto_explain.log_nested_statements = on");
        at.execute("alter system set auto_explain.log_parameter_max_length = 0");
        at.execute("select pg_reload_conf()");
    }

    public static void main(String[] arguments) {
        int batches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        new PostingRate(arguments.length > 2).run(batches, size);
        System.exit(0);
    }
}
