package dev.cortado.accounting.report;

import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// A row of a bill: one day, SKU and meter of one project, with one set of tags; or a day's corrections of it.
///
/// @param day of the requests (UTC)
/// @param period whose bill it is on
/// @param tags as a JSON object
/// @param usage empty: a correction
/// @param billed what the tenant owes for it, as the ledger has it
/// @param carried came after the bill of its own month was closed
/// @param corrected the month whose bill had what is corrected
public record FocusRow(
        LocalDate day,
        YearMonth period,
        Party organisation,
        Party team,
        Party project,
        Sku sku,
        String tags,
        Optional<Usage> usage,
        NanoUsd billed,
        boolean carried,
        Optional<YearMonth> corrected) {

    /// A tenant node; the name is empty where the node is gone.
    public record Party(String id, String name) {}

    /// What was sold, at which version of its price.
    public record Sku(String variant, String pool, String lane, String priceVersion) {}

    /// @param tokens so many of the meter
    /// @param picoUsdPerToken the price of each
    public record Usage(Meter meter, long tokens, long picoUsdPerToken) {

        /// Tokens by the million, exactly.
        public BigDecimal millions() {
            return plain(BigDecimal.valueOf(tokens, 6));
        }

        /// USD a million, exactly.
        public BigDecimal usdPerMillion() {
            return plain(BigDecimal.valueOf(picoUsdPerToken, 6));
        }

        /// Their product: what it comes to before the one rounding of each attempt.
        public BigDecimal usd() {
            return plain(BigDecimal.valueOf(tokens)
                    .multiply(BigDecimal.valueOf(picoUsdPerToken))
                    .movePointLeft(12));
        }

        private static BigDecimal plain(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }
}
