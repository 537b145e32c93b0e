package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.ReportConfiguration;
import dev.cortado.contracts.unit.ReservationId;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Usage with its entries as posting leaves them, made up at random or by the hundred thousand.
final class TestSpend {

    @SuppressWarnings("TimeInStaticInitializer") // One "now" for all rows and questions of a run.
    static final Instant NOW = Instant.now();

    static final List<String> ORGANISATIONS = List.of("org-a", "org-b");

    final TestDatabase at;
    final ReportReads reads;
    final SpendStore store;
    final List<Made> made = new ArrayList<>();
    private long batch = 1_000_000;

    /// A usage row of the test's own, as it was put in.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Made(
            ReservationId reservation,
            String organisation,
            String team,
            String project,
            String key,
            String variant,
            String lane,
            String feature,
            boolean carried,
            String period,
            long[] tokens,
            long[] meterCharge,
            long charge,
            long correction,
            long operatorCost,
            String profile) {

        /// What any profile here adds to a prompt.
        static final long PROFILE_TOKENS = 100;

        /// The small variant is fine-tuned for every profile.
        long profileTokensSaved() {
            boolean saved = !profile.isEmpty() && variant.equals("small") && tokens[0] + tokens[1] > 0;
            return saved ? PROFILE_TOKENS : 0;
        }

        LocalDate utcDay() {
            return LocalDate.ofInstant(reservation.time(), ZoneOffset.UTC);
        }
    }

    TestSpend(TestDatabase at, Map<String, String> configuration) {
        this(at, configuration, true);
    }

    /// @param fresh whether the tenants are to be made
    TestSpend(TestDatabase at, Map<String, String> configuration, boolean fresh) {
        this.at = at;
        reads = new ReportReads(at.database(), configuration(configuration));
        store = new SpendStore(reads);
        if (fresh) {
            tenants();
        }
    }

    private void tenants() {
        for (String organisation : ORGANISATIONS) {
            at.execute("insert into organisation (id, name) values ('%1$s', '%1$s')".formatted(organisation));
            for (int team = 1; team <= 2; team++) {
                String id = organisation + "-t" + team;
                at.execute("insert into team (id, organisation, name) values ('%s', '%s', 'team%d')"
                        .formatted(id, organisation, team));
                at.execute("insert into project (id, organisation, team, name) values ('%1$s-p', '%2$s', '%1$s', 'p')"
                        .formatted(id, organisation));
                at.execute(
                        "update tenant_node set tags = '{\"cost-centre\": \"%1$s\"}' where id = '%2$s' and '%1$s' <> ''"
                                .formatted(team == 1 ? costCentre(id) : "", id));
                at.execute("insert into account (kind, owner) values ('tenant', '%s-p')".formatted(id));
            }
        }
        at.execute("update tenant_node set tags = '{\"cost-centre\": \"common\"}' where id = 'org-a'");
        at.execute("select make_usage_partitions(current_date - 40, current_date + 1)");
    }

    /// The first teams have one of their own, the rest of org-a has the organisation's.
    static String costCentre(String team) {
        return team.endsWith("t1") ? "own " + team : team.startsWith("org-a") ? "common" : "";
    }

    static ReportConfiguration configuration(Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(ReportConfiguration.class);
        values.forEach((key, value) -> builder.withDefaultValue("cortado.accounting.report." + key, value));
        return builder.build().getConfigMapping(ReportConfiguration.class);
    }

    /// So many attempts of both organisations within the last days; a seventh of them corrected later.
    TestSpend random(Random random, int count, int days) {
        for (int i = 0; i < count; i++) {
            String organisation = ORGANISATIONS.get(random.nextInt(2));
            String team = organisation + "-t" + (1 + random.nextInt(2));
            long[] tokens = {random.nextInt(1_000), random.nextInt(300), random.nextInt(50), random.nextInt(2_000)};
            long[] meters = {tokens[0], tokens[1] / 2, tokens[2], tokens[3] * 4};
            long charge = meters[0] + meters[1] + meters[2] + meters[3];
            Instant time = NOW.minusSeconds(random.nextInt(days * 86_400));
            boolean carried = random.nextInt(9) == 0;
            Made row = new Made(
                    ReservationId.at(time),
                    organisation,
                    team,
                    team + "-p",
                    random.nextInt(3) == 0 ? "" : team + "-k" + random.nextInt(2),
                    random.nextBoolean() ? "small" : "=large",
                    random.nextInt(4) == 0 ? "batch" : "realtime",
                    List.of("", "search", "chat, \"x\"").get(random.nextInt(3)),
                    carried,
                    YearMonth.from(time.atZone(ZoneOffset.UTC))
                            .plusMonths(carried ? 1 : 0)
                            .toString(),
                    tokens,
                    meters,
                    charge,
                    charge > 0 && random.nextInt(7) == 0 ? -random.nextLong(charge) - 1 : 0,
                    random.nextInt(5_000),
                    List.of("", "brand@1", "brand@2", "support@1").get(random.nextInt(4)));
            insert(row);
            made.add(row);
        }
        return this;
    }

    private void insert(Made row) {
        batch++;
        at.execute("""
                insert into usage (day, reservation, attempt, payload_hash, batch, session, leases, counters, units,
                    held, charged, price_version, cost, charge, operator_borne, bearer, organisation, team, project,
                    key, subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens,
                    completion_tokens, finish_reason, busy_seconds, partition, log_offset, appended_at, busy_micros,
                    operator_cost, meter_pico_usd, meter_charge, metadata, period, carried, profile)
                values ('%s', '%s', 1, '', %d, 1, '{}', '{}', '{}', '{}', '{}', 'v1', %d, %d, 0, 'tenant', '%s', '%s',
                    '%s', '%s', 's', '%s', 'cpu', '%s', %d, %d, %d, %d, 'stop', 0, 0, 0, now(), 0, %d,
                    '{%d,%d,%d,%d}', '{%d,%d,%d,%d}', '%s', '%s-01', %b, %s)""".formatted(
                        row.utcDay(),
                        row.reservation(),
                        batch,
                        row.charge(),
                        row.charge(),
                        row.organisation(),
                        row.team(),
                        row.project(),
                        row.key(),
                        row.variant(),
                        row.lane(),
                        row.tokens()[0] + row.tokens()[1],
                        row.tokens()[1],
                        row.tokens()[2],
                        row.tokens()[3],
                        row.operatorCost(),
                        row.meterCharge()[0] * 1000,
                        row.meterCharge()[1] * 1000,
                        row.meterCharge()[2] * 1000,
                        row.meterCharge()[3] * 1000,
                        row.meterCharge()[0],
                        row.meterCharge()[1],
                        row.meterCharge()[2],
                        row.meterCharge()[3],
                        row.feature().isEmpty()
                                ? "{}"
                                : "{\"feature\": \"" + row.feature().replace("\"", "\\\"") + "\"}",
                        row.period(),
                        row.carried(),
                        profile(row)));
        entries(row.project(), row.charge(), row.period(), "usage_income");
        if (row.correction() != 0) {
            batch++;
            String period = YearMonth.from(NOW.atZone(ZoneOffset.UTC)).toString();
            at.execute("""
                    insert into correction (day, reservation, attempt, kind, amount, reason, actor, period, batch)
                    values ('%s', '%s', 1, 'refund', %d, 'test', 'test', '%s-01', %d)""".formatted(row.utcDay(), row.reservation(), -row.correction(), period, batch));
            entries(row.project(), row.correction(), period, "correction");
        }
    }

    private static String profile(Made row) {
        return row.profile().isEmpty()
                ? "null"
                : "'{\"id\": \"" + row.profile() + "\", \"covered\": "
                        + row.variant().equals("small") + ", \"tokens\": " + Made.PROFILE_TOKENS
                        + ", \"promptPico\": 20000, \"cachedPico\": 5000}'";
    }

    private void entries(String project, long amount, String period, String against) {
        if (amount != 0) {
            at.execute("""
                    insert into entry (batch, account, amount, period)
                    select %1$d, id, %2$d, '%3$s-01'::date from account where kind = 'tenant' and owner = '%4$s'
                    union all select %1$d, id, -(%2$d), '%3$s-01'::date from account where kind = '%5$s'""".formatted(batch, amount, period, project, against));
        }
    }

    /// The same tenants' usage by the hundred thousand, straight into the table.
    TestSpend many(int count, String organisation) {
        at.execute("""
                insert into usage (day, reservation, attempt, payload_hash, session, leases, counters, units, held,
                    charged, price_version, cost, charge, operator_borne, bearer, organisation, team, project, key,
                    subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens,
                    completion_tokens, finish_reason, busy_seconds, partition, log_offset, appended_at, busy_micros,
                    operator_cost, meter_pico_usd, meter_charge, metadata, period, carried)
                select (uuid_extract_timestamp(id) at time zone 'UTC')::date, id, 1, '', 1, '{}', '{}', '{}', '{}',
                    '{}', 'v1', 7, 7, 0, 'tenant', '%1$s', '%1$s-t1', '%1$s-t1-p', '%1$s-k' || n, 's', 'small', 'cpu',
                    'realtime', 3, 1, 0, 4, 'stop', 0, 0, 0, now(), 0, 2, '{2000,1000,0,4000}', '{2,1,0,4}',
                    jsonb_build_object('request', n::text),
                    date_trunc('month', uuid_extract_timestamp(id) at time zone 'UTC'), false
                from (select n, uuidv7(make_interval(secs => -3600 - n %% (29 * 86400))) as id
                    from generate_series(1, %2$d) n) made""".formatted(organisation, count));
        return this;
    }
}
