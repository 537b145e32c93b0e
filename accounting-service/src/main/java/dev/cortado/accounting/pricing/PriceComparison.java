package dev.cortado.accounting.pricing;

import dev.cortado.contracts.unit.TokenPriceList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a new price book changes of another one: each row of either is in one of the four.
public record PriceComparison(List<PriceRow> added, List<PriceRow> removed, List<Pair> changed, int unchanged) {

    /// The same key before and after.
    public record Pair(PriceRow before, PriceRow after) {}

    public static PriceComparison of(List<PriceRow> before, List<PriceRow> after) {
        Map<PriceKey, PriceRow> left = new LinkedHashMap<>();
        before.forEach(row -> left.put(row.key(), row));
        List<PriceRow> added = new ArrayList<>();
        List<Pair> changed = new ArrayList<>();
        int unchanged = 0;
        for (PriceRow row : after) {
            PriceRow earlier = left.remove(row.key());
            if (earlier == null) {
                added.add(row);
            } else if (costsTheSame(earlier.prices(), row.prices())) {
                unchanged++;
            } else {
                changed.add(new Pair(earlier, row));
            }
        }
        return new PriceComparison(added, List.copyOf(left.values()), changed, unchanged);
    }

    private static boolean costsTheSame(TokenPriceList one, TokenPriceList other) {
        return one.prompt().equals(other.prompt())
                && one.cachedPrompt().equals(other.cachedPrompt())
                && one.cacheWrite().equals(other.cacheWrite())
                && one.completion().equals(other.completion());
    }
}
