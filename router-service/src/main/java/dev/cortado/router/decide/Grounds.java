package dev.cortado.router.decide;

import org.jspecify.annotations.Nullable;

/// By what a request was decided: with its candidates, all that an explanation is reckoned from.
///
/// @param rate what a step up the frontier had to bring; only the knee asks for it
/// @param shadowPrice utility per USD; 0 where money sufficed
/// @param exchangeRate null where nobody said what utility is worth
/// @param drawn what part chance had in the choice
public record Grounds(
        Policy policy,
        StopRate rate,
        double shadowPrice,
        @Nullable ExchangeRate exchangeRate,
        Drawn drawn) {

    /// Of a choice in which chance had no part.
    public Grounds(Policy policy, StopRate rate, double shadowPrice, @Nullable ExchangeRate exchangeRate) {
        this(policy, rate, shadowPrice, exchangeRate, Drawn.CERTAIN);
    }

    Grounds with(Drawn chance) {
        return new Grounds(policy, rate, shadowPrice, exchangeRate, chance);
    }
}
