package dev.cortado.router.trial;

import dev.cortado.router.learn.OffPolicy;
import dev.cortado.router.learn.OffPolicy.Estimate;
import dev.cortado.router.learn.OffPolicy.Judged;
import java.util.List;

/// What a policy brings and costs on average of a request.
///
/// @param utility by inverse propensity and doubly robust, as ratings have it
/// @param costUsd the same of what is charged
/// @param effective how many equal choices would say as much
/// @param weightMax the largest weight of one choice
public record PolicyWorth(Both utility, Both costUsd, double effective, double weightMax) {

    /// One quantity, estimated in two ways.
    public record Both(Estimate inversePropensity, Estimate doublyRobust) {

        static Both of(List<Judged> log) {
            return new Both(OffPolicy.inversePropensity(log), OffPolicy.doublyRobust(log));
        }
    }

    static PolicyWorth of(List<Judged> utility, List<Judged> costUsd) {
        return new PolicyWorth(
                Both.of(utility), Both.of(costUsd), OffPolicy.effective(utility), OffPolicy.weightMax(utility));
    }
}
