package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.report.FocusRow;
import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.Meter;
import dev.cortado.accounting.report.Span;
import dev.cortado.accounting.report.SpendQuery;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A bill is the ledger told by day, SKU and meter.
class FocusStoreTest {

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void rows_sumToTheLedger_andNoneIsMergedWithAnother(long seed) {
        try (TestDatabase at = TestDatabase.create()) {
            TestSpend spend = new TestSpend(at, Map.of()).random(new Random(seed), 200, 4);
            FocusStore store = new FocusStore(spend.reads);
            for (String organisation : TestSpend.ORGANISATIONS) {
                SpendQuery query = new SpendQuery(
                        Optional.of(new SpendQuery.Node(organisation, Grouping.Level.ORGANISATION, organisation)),
                        new Span(TestSpend.NOW.minus(Duration.ofDays(6)), TestSpend.NOW.plusSeconds(1), ZoneOffset.UTC),
                        List.of(),
                        Map.of());
                List<FocusRow> rows =
                        store.all(query).collect().asList().await().indefinitely();
                assertEquals(
                        at.number("select sum(e.amount) from entry e join account a on a.id = e.account "
                                + "where a.kind = 'tenant' and a.owner like '" + organisation + "%'"),
                        rows.stream().mapToLong(row -> row.billed().nanos()).sum());
                for (Meter meter : Meter.values()) {
                    assertEquals(
                            spend.made.stream()
                                    .filter(made -> made.organisation().equals(organisation))
                                    .mapToLong(made -> made.tokens()[meter.place() - 1])
                                    .sum(),
                            rows.stream()
                                    .flatMap(row -> row.usage().stream())
                                    .filter(usage -> usage.meter() == meter)
                                    .mapToLong(FocusRow.Usage::tokens)
                                    .sum());
                }
                assertTrue(rows.stream().allMatch(row -> row.organisation().id().equals(organisation)));
                Set<List<Object>> keys = new HashSet<>();
                for (FocusRow row : rows) {
                    assertTrue(
                            keys.add(List.of(
                                    row.day(),
                                    row.project(),
                                    row.sku(),
                                    row.tags(),
                                    row.period(),
                                    row.carried(),
                                    row.corrected(),
                                    row.usage().map(FocusRow.Usage::meter),
                                    row.usage().map(FocusRow.Usage::picoUsdPerToken))),
                            "two rows for " + row);
                }
            }
        }
    }
}
