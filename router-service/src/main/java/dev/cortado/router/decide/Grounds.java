package dev.cortado.router.decide;

import org.jspecify.annotations.Nullable;

/// By what a request was decided: with its candidates, all that an explanation is reckoned from.
///
/// @param rate what a step up the frontier had to bring; only the knee asks for it
/// @param shadowPrice utility per USD; 0 where money sufficed
/// @param exchangeRate null where nobody said what utility is worth
/// @param named whether the request named the policy
/// @param trial what part it had in a trial of another policy; null where it had none
/// @param drawn what part chance had in the choice
/// @param cascaded whether the choice is asked first because its answer is checked, with the policy's
///     own behind it
public record Grounds(
        Policy policy,
        StopRate rate,
        double shadowPrice,
        @Nullable ExchangeRate exchangeRate,
        boolean named,
        @Nullable InTrial trial,
        Drawn drawn,
        boolean cascaded) {

    /// Among the options as they were taken, from 1, the place of the one that the policy itself
    /// preferred: a check or chance may have put another before it.
    public int preferredPlace() {
        return cascaded || drawn.explored() ? 2 : 1;
    }

    Grounds with(Drawn chance) {
        return new Grounds(policy, rate, shadowPrice, exchangeRate, named, trial, chance, cascaded);
    }

    Grounds with(InTrial part) {
        return new Grounds(policy, rate, shadowPrice, exchangeRate, named, part, drawn, cascaded);
    }

    Grounds asCascade() {
        return new Grounds(policy, rate, shadowPrice, exchangeRate, named, trial, drawn, true);
    }
}
