package dev.cortado.accounting.profile;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Prompt profiles as administration shows them.
public final class ProfileViews {

    private static final int PICO_DIGITS = 12;

    private ProfileViews() {}

    /// One version, without its text.
    ///
    /// @param id what requests call it: name@version
    /// @param task of the catalogue, if variants fine-tuned for one are to cover the profile
    public record Version(
            String organisation,
            String id,
            String name,
            int version,
            Optional<String> task,
            long textBytes,
            String textSha256,
            Instant createdAt) {}

    /// One version with its text, and what it takes on each variant.
    public record Profile(Version profile, String text, Optional<Checks> checks, List<OnVariant> variants) {}

    /// @param covered the variant is fine-tuned for the profile's task and does not get the text
    /// @param promptTokens what the text adds to a prompt there, or would add; absent while no node can count it
    /// @param costUsd what those tokens cost a request, in USD; "0" where the variant covers the profile
    /// @param costCachedUsd the same where the model still holds them from an earlier request
    /// @param savedUsd what those tokens would cost a request were the profile not covered: avoided price, not time
    public record OnVariant(
            String variant,
            boolean covered,
            Optional<Long> promptTokens,
            Optional<String> costUsd,
            Optional<String> costCachedUsd,
            Optional<String> savedUsd) {

        /// @param promptPicos price of a prompt token in pico-USD
        /// @param cachedPicos the same of one that is held from an earlier request
        public static OnVariant of(
                String variant,
                boolean covered,
                Optional<Long> tokens,
                Optional<Long> promptPicos,
                Optional<Long> cachedPicos) {
            Optional<String> full = price(tokens, promptPicos);
            return new OnVariant(
                    variant,
                    covered,
                    tokens,
                    covered ? Optional.of("0") : full,
                    covered ? Optional.of("0") : price(tokens, cachedPicos),
                    covered ? full : Optional.empty());
        }

        private static Optional<String> price(Optional<Long> tokens, Optional<Long> picos) {
            return tokens.flatMap(count -> picos.map(each -> usd(count, each)));
        }

        /// Exact: a price is not rounded before it is part of a charge.
        private static String usd(long tokens, long picos) {
            return BigDecimal.valueOf(tokens)
                    .multiply(BigDecimal.valueOf(picos))
                    .movePointLeft(PICO_DIGITS)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }
}
