package dev.cortado.accounting.configuration;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// The bootstrap file: one organisation with a team and a project, and what they begin with; and what pools cost.
public record BootstrapFile(
        Node organisation,
        Node team,
        Node project,
        Optional<Key> key,
        Optional<Limit> limit,
        Optional<Prices> prices,
        Optional<List<PoolRate>> poolRates) {

    /// An organisation, team or project.
    public record Node(String id, String name) {}

    /// An API key, by the hash of its secret.
    ///
    /// @param secretSha256 hexadecimal
    public record Key(String publicId, String secretSha256, String name) {}

    /// @param unit nano-usd, tokens or requests
    /// @param capUsd the cap of a limit in nano-usd; others say `cap`
    public record Limit(
            String node,
            String unit,
            String window,
            String zone,
            boolean hard,
            Optional<String> capUsd,
            Optional<Long> cap) {}

    /// What an hour of a pool costs the operator.
    ///
    /// @param usdPerHour of the hardware
    /// @param watts that it draws, where its electricity is paid beside; absent: none
    /// @param pue watts that the building draws for each of these; absent: 1
    /// @param usdPerKilowattHour absent: 0
    public record PoolRate(
            String pool,
            String usdPerHour,
            Optional<BigDecimal> watts,
            Optional<BigDecimal> pue,
            Optional<String> usdPerKilowattHour) {}

    /// A version of the price book.
    ///
    /// @param free whether prices of zero are meant; absent: no
    public record Prices(String version, List<PriceLine> rows, Optional<Boolean> free) {}

    /// USD per million tokens.
    ///
    /// @param pool absent: every pool
    /// @param lane absent: realtime
    /// @param cachedPromptUsdPerMillion absent: as the prompt
    /// @param cacheWriteUsdPerMillion absent: free
    public record PriceLine(
            String variant,
            Optional<String> pool,
            Optional<String> lane,
            String promptUsdPerMillion,
            Optional<String> cachedPromptUsdPerMillion,
            Optional<String> cacheWriteUsdPerMillion,
            String completionUsdPerMillion) {}
}
