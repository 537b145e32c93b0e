package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.report.Cursor;
import dev.cortado.accounting.report.Figures;
import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.Span;
import dev.cortado.accounting.report.SpendLine;
import dev.cortado.accounting.report.SpendPage;
import dev.cortado.accounting.report.SpendQuery;
import dev.cortado.accounting.store.TestSpend.Made;
import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever spend is grouped by, its lines are what a plain sum over the attempts gives, page by page and streamed,
/// and together they are the ledger's entries.
class SpendPropertyTest {

    private static final int DAYS = 5;
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Pacific/Auckland"), ZoneId.of("America/Los_Angeles"));

    /// The keys of a line in the order of the database, "C".
    private record Keys(List<String> values) implements Comparable<Keys> {
        @Override
        public int compareTo(Keys other) {
            for (int i = 0; i < values.size(); i++) {
                int order = values.get(i).compareTo(other.values.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyGrouping_sumsToTheEntries(long seed) {
        Random random = new Random(seed);
        try (TestDatabase at = TestDatabase.create()) {
            TestSpend spend = new TestSpend(at, Map.of()).random(random, 250, DAYS);
            for (int round = 0; round < 25; round++) {
                ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
                Instant from = TestSpend.NOW.minus(Duration.ofDays(DAYS + 1));
                SpendQuery query = query(random, new Span(from, TestSpend.NOW.plusSeconds(1), zone));
                List<SpendLine> lines = pages(spend, query, 1 + random.nextInt(40));
                assertEquals(expected(spend, query), seen(lines), "seed " + seed + " " + query);
                assertEquals(
                        lines, spend.store.all(query).collect().asList().await().indefinitely());
                long owed = at.number("select coalesce(sum(e.amount), 0) from entry e join account a "
                        + "on a.id = e.account where a.kind = 'tenant' and a.owner like '"
                        + query.node().map(SpendQuery.Node::id).orElse("") + "%'");
                assertEquals(owed, sum(lines, Figures::charge) + sum(lines, Figures::corrections));
                for (SpendLine line : lines) {
                    assertEquals(
                            line.figures().charge().nanos(),
                            line.figures().meters().stream()
                                    .mapToLong(meter -> meter.charge().nanos())
                                    .sum());
                }
            }
        }
    }

    private static SpendQuery query(Random random, Span span) {
        List<Grouping> all = new ArrayList<>(List.of(Grouping.Level.values()));
        all.addAll(List.of(Grouping.Attribute.values()));
        all.add(new Grouping.Day());
        all.add(new Grouping.Tag("feature"));
        all.add(new Grouping.Tag("nobody's"));
        all.add(new Grouping.NodeTag("cost-centre"));
        Collections.shuffle(all, random);
        Optional<SpendQuery.Node> node = switch (random.nextInt(4)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new SpendQuery.Node("org-a", Grouping.Level.ORGANISATION, "org-a"));
            case 2 -> Optional.of(new SpendQuery.Node("org-b-t1", Grouping.Level.TEAM, "org-b"));
            default -> Optional.of(new SpendQuery.Node("org-b-t2-p", Grouping.Level.PROJECT, "org-b"));
        };
        return new SpendQuery(node, span, all.subList(0, random.nextInt(5)), Map.of());
    }

    private static List<SpendLine> pages(TestSpend spend, SpendQuery query, int size) {
        List<SpendLine> lines = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        do {
            SpendPage page = spend.store.page(query, cursor, size).await().indefinitely();
            assertTrue(page.lines().size() <= size);
            lines.addAll(page.lines());
            cursor = page.next();
        } while (cursor.isPresent());
        return lines;
    }

    private static Map<Keys, List<Long>> expected(TestSpend spend, SpendQuery query) {
        Map<Keys, List<Long>> sums = new TreeMap<>();
        if (query.groupings().isEmpty()) {
            sums.put(new Keys(List.of()), Collections.nCopies(10, 0L));
        }
        for (Made row : spend.made) {
            String node = query.node().map(SpendQuery.Node::id).orElse("");
            if (row.project().startsWith(node)) {
                add(
                        sums,
                        keys(query, row, row.carried(), row.period()),
                        List.of(
                                1L,
                                row.tokens()[0],
                                row.tokens()[3],
                                row.charge(),
                                0L,
                                row.operatorCost(),
                                row.carried() ? 1L : 0L,
                                row.carried() ? row.charge() : 0L,
                                row.profile().isEmpty() ? 0L : 1L,
                                row.profileTokensSaved()));
                if (row.correction() != 0) {
                    add(
                            sums,
                            keys(query, row, false, TestSpend.NOW.toString().substring(0, 7)),
                            List.of(0L, 0L, 0L, 0L, row.correction(), 0L, 0L, 0L, 0L, 0L));
                }
            }
        }
        return sums;
    }

    private static void add(Map<Keys, List<Long>> sums, Keys keys, List<Long> more) {
        sums.merge(keys, more, (one, other) -> {
            List<Long> sum = new ArrayList<>();
            for (int i = 0; i < one.size(); i++) {
                sum.add(one.get(i) + other.get(i));
            }
            return sum;
        });
    }

    private static Keys keys(SpendQuery query, Made row, boolean carried, String period) {
        return new Keys(query.groupings().stream()
                .map(grouping -> switch (grouping) {
                    case Grouping.Level level ->
                        switch (level) {
                            case ORGANISATION -> row.organisation();
                            case TEAM -> row.team();
                            case PROJECT -> row.project();
                            case KEY -> row.key();
                        };
                    case Grouping.Attribute attribute ->
                        switch (attribute) {
                            case VARIANT -> row.variant();
                            case POOL -> "cpu";
                            case LANE -> row.lane();
                            case PERIOD -> period;
                            case CARRIED -> Boolean.toString(carried);
                            case PROFILE -> row.profile().replaceFirst("@.*", "");
                            case PROFILE_VERSION -> row.profile();
                        };
                    case Grouping.Day _ ->
                        row.reservation()
                                .time()
                                .atZone(query.span().zone())
                                .toLocalDate()
                                .toString();
                    case Grouping.Tag tag -> tag.key().equals("feature") ? row.feature() : "";
                    case Grouping.NodeTag _ -> TestSpend.costCentre(row.team());
                })
                .toList());
    }

    private static Map<Keys, List<Long>> seen(List<SpendLine> lines) {
        Map<Keys, List<Long>> seen = new TreeMap<>();
        for (SpendLine line : lines) {
            Figures figures = line.figures();
            add(
                    seen,
                    new Keys(line.keys()),
                    List.of(
                            figures.requests(),
                            figures.meters().getFirst().tokens(),
                            figures.meters().getLast().tokens(),
                            figures.charge().nanos(),
                            figures.corrections().nanos(),
                            figures.operatorCost().nanos(),
                            figures.carriedRequests(),
                            figures.carriedCharge().nanos(),
                            figures.profiles().requests(),
                            figures.profiles().tokensSaved()));
            BigDecimal saved = BigDecimal.valueOf(figures.profiles().tokensSaved());
            assertEquals(
                    0,
                    saved.multiply(new BigDecimal("0.00000002"))
                            .compareTo(figures.profiles().savedUsdAtMost()));
            assertEquals(
                    0,
                    saved.multiply(new BigDecimal("0.000000005"))
                            .compareTo(figures.profiles().savedUsdAtLeast()));
        }
        assertEquals(lines.size(), seen.size(), "a line comes twice");
        return seen;
    }

    private static long sum(List<SpendLine> lines, java.util.function.Function<Figures, NanoUsd> amount) {
        ToLongFunction<SpendLine> nanos = line -> amount.apply(line.figures()).nanos();
        return lines.stream().mapToLong(nanos).sum();
    }
}
