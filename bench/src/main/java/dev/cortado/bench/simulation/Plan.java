package dev.cortado.bench.simulation;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.party.Catalogues;
import dev.cortado.bench.simulation.party.Settings;
import dev.cortado.bench.simulation.world.Dice;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.tenant.Bearer;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a history is about: the tenants, their limits, and whether anything goes wrong.
///
/// @param start true time when it begins
/// @param activeMicros how long clients ask
/// @param windowAhead how long before a window's end accounting makes the counters of the next
/// @param hedgesPermille requests whose gateway finds the first token late, in a thousand
/// @param paysForHedges whether the tenants pay for both attempts of a hedge
public record Plan(
        boolean faultFree,
        Instant start,
        long activeMicros,
        Duration windowAhead,
        int requests,
        int partitions,
        int leavesPermille,
        int refunds,
        int hedgesPermille,
        boolean paysForHedges,
        List<Limit> limits,
        List<Tenant> tenants) {

    /// A limit as it is made.
    public record Limit(String node, LimitUnit unit, WindowKind kind, ZoneId zone, boolean hard, long cap) {

        /// Of two such limits there may be one.
        private boolean isLike(Limit other) {
            return node.equals(other.node) && unit == other.unit && kind == other.kind;
        }
    }

    private static final Instant HOUR = Instant.parse("2026-11-24T13:00:00Z");
    static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Asia/Kolkata"), ZoneId.of("Pacific/Auckland"));
    /// Where limits hang, and what is suspended.
    static final List<String> NODES = List.of(Tables.ORGANISATION, "team", "project-a", "key-a");

    private static final long SECOND = 1_000_000;
    private static final long HALF_HOUR = 1_800;

    /// What a request of usual size holds at most.
    private static final long USUAL_HOLD = Catalogues.DEAREST
            .costAtMost(TokenCount.of(200), TokenCount.of(150))
            .nanos();

    private static final long USUAL_TOKENS = 350;

    /// Histories with a soft limit beside the hard ones, and added limits that are soft; beyond them
    /// some limit is soft by chance.
    private static final int SOFT_PERMILLE = 300;

    /// Histories in which the counters of the next window are made so late that a limit may change
    /// before.
    private static final int SHORT_AHEAD_PERMILLE = 400;

    static Plan of(Dice dice) {
        boolean faultFree = dice.chance(200);
        boolean rollover = dice.chance(350);
        long active = dice.between(6 * SECOND, 12 * SECOND);
        ZoneId zone = dice.any(ZONES);
        long boundary = zone.getId().equals("Asia/Kolkata") ? HALF_HOUR : 0;
        Instant start = rollover
                ? HOUR.plusSeconds(boundary).minusNanos(dice.between(2 * SECOND, active - SECOND) * 1_000)
                : HOUR.plusSeconds(boundary + dice.between(60, 3_000));
        return new Plan(
                faultFree,
                start,
                active,
                dice.chance(SHORT_AHEAD_PERMILLE)
                        ? Duration.ofMillis(dice.between(200L, 3_000L))
                        : Settings.WINDOW_AHEAD,
                dice.between(12, 36),
                dice.between(1, 2),
                dice.between(0, 80),
                dice.chance(300) ? dice.between(1, 4) : 0,
                dice.chance(400) ? dice.between(50, 500) : 0,
                dice.chance(250),
                limits(dice, zone),
                List.of(tenant("project-a", "key-a"), tenant("project-a", "key-b"), tenant("project-b", "key-c")));
    }

    /// What binds the tenants' requests.
    TenantRules rules() {
        TenantRule rule = new TenantRule(null, List.of(), Set.of(), null, paysForHedges, null);
        return _ -> rule;
    }

    private static List<Limit> limits(Dice dice, ZoneId zone) {
        List<Limit> limits = new ArrayList<>();
        limits.add(limit(dice, "org", LimitUnit.NANO_USD, zone));
        limits.add(limit(dice, dice.any(NODES), dice.chance(500) ? LimitUnit.REQUESTS : LimitUnit.TOKENS, zone));
        if (dice.chance(400)) {
            limits.add(limit(dice, dice.any(NODES.subList(1, 4)), LimitUnit.NANO_USD, zone));
        }
        if (dice.chance(SOFT_PERMILLE)) {
            Limit soft = soft(limit(dice, dice.any(NODES), dice.any(List.of(LimitUnit.values())), zone));
            if (limits.stream().noneMatch(soft::isLike)) {
                limits.add(soft);
            }
        }
        return limits;
    }

    /// A limit that an administrator adds.
    static Limit another(Dice dice) {
        Limit limit = limit(dice, dice.any(NODES), dice.any(List.of(LimitUnit.values())), dice.any(ZONES));
        return dice.chance(SOFT_PERMILLE) ? soft(limit) : limit;
    }

    /// A limit beside the others that refuses nobody, and is passed soon.
    private static Limit soft(Limit limit) {
        return new Limit(limit.node(), limit.unit(), limit.kind(), limit.zone(), false, 1 + limit.cap() / 3);
    }

    private static Limit limit(Dice dice, String node, LimitUnit unit, ZoneId zone) {
        WindowKind kind = dice.chance(700) ? WindowKind.HOUR : dice.any(List.of(WindowKind.DAY, WindowKind.TOTAL));
        long holds = dice.between(3L, 30L);
        long cap = switch (unit) {
            case NANO_USD -> USUAL_HOLD * holds / dice.between(1L, 3L);
            case TOKENS -> USUAL_TOKENS * holds;
            case REQUESTS -> holds;
        };
        return new Limit(node, unit, kind, zone, !dice.chance(80), cap);
    }

    private static Tenant tenant(String project, String key) {
        return new Tenant(
                new OrganisationId(Tables.ORGANISATION),
                new TeamId("team"),
                new ProjectId(project),
                new Bearer.ByKey(new KeyId(key)));
    }
}
