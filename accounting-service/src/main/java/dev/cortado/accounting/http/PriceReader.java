package dev.cortado.accounting.http;

import dev.cortado.accounting.pricing.Lane;
import dev.cortado.accounting.pricing.PriceKey;
import dev.cortado.accounting.pricing.PriceRow;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the rows of one price book, each key once; what does not fit becomes a [Problem].
final class PriceReader {

    private final PriceVersion version;
    private final boolean free;
    private final int rowsMax;
    private final Map<PriceKey, String> seen = new HashMap<>();

    /// @param free whether prices of zero are meant
    /// @param rowsMax prices of one book
    PriceReader(PriceVersion version, boolean free, int rowsMax) {
        this.version = version;
        this.free = free;
        this.rowsMax = rowsMax;
    }

    int rowsMax() {
        return rowsMax;
    }

    /// @param place where the row stands, for people
    /// @param prefix of its fields' names
    PriceRow row(String place, String prefix, PriceResource.NewPrice line) {
        PicoUsdPerToken prompt = Fields.price(prefix + "promptUsdPerMillion", line.promptUsdPerMillion());
        PriceRow row = new PriceRow(
                variant(prefix + "variant", line.variant()),
                line.pool() == null ? "" : Fields.label(prefix + "pool", line.pool()),
                line.lane() == null ? Lane.REALTIME : Fields.word(prefix + "lane", line.lane(), Lane.class),
                new TokenPriceList(
                        version,
                        prompt,
                        line.cachedPromptUsdPerMillion() == null
                                ? prompt
                                : Fields.price(prefix + "cachedPromptUsdPerMillion", line.cachedPromptUsdPerMillion()),
                        line.cacheWriteUsdPerMillion() == null
                                ? PicoUsdPerToken.FREE
                                : Fields.price(prefix + "cacheWriteUsdPerMillion", line.cacheWriteUsdPerMillion()),
                        Fields.price(prefix + "completionUsdPerMillion", line.completionUsdPerMillion())));
        if (!free && row.givesTokensAway()) {
            throw new ProblemException(Problem.invalid(
                    place, row.key() + ": prompt and completion must cost something", "free=true if free is meant"));
        }
        String earlier = seen.putIfAbsent(row.key(), place);
        if (earlier != null) {
            throw new ProblemException(Problem.invalid(
                    place, row.key() + " is there already, at " + earlier, "each variant, pool and lane once"));
        }
        return row;
    }

    static PriceVersion version(@Nullable String version) {
        String expected = "a name for the version, such as 2026-12";
        try {
            return new PriceVersion(Fields.required("version", version, expected));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("version", String.valueOf(e.getMessage()), expected));
        }
    }

    private static VariantId variant(String field, @Nullable String variant) {
        try {
            return new VariantId(Fields.required(field, variant, "a variant's id"));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid(field, String.valueOf(e.getMessage()), "a variant's id"));
        }
    }
}
