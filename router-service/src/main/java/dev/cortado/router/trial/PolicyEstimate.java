package dev.cortado.router.trial;

import dev.cortado.router.learn.OffPolicy.Estimate;

/// What the log says of a policy that is not in use, or why it says nothing.
public sealed interface PolicyEstimate {

    /// @param ratings decisions that it rests on
    /// @param alike how many of them both policies would have decided alike
    /// @param inForce what the policies in force preferred when the requests were decided
    /// @param utilityGain of the other over that, doubly robust
    /// @param costIncreaseUsd the same of what is charged
    record Estimated(
            int ratings,
            int alike,
            LeftOut leftOut,
            PolicyWorth inForce,
            PolicyWorth other,
            Estimate utilityGain,
            Estimate costIncreaseUsd)
            implements PolicyEstimate {}

    /// Too few rated decisions can tell anything.
    record TooFewRatings(int ratings, int needed, LeftOut leftOut) implements PolicyEstimate {}

    /// Chance took what the other policy would take too seldom.
    ///
    /// @param effective how many equal choices would say as much
    record TooFewAlike(int ratings, double effective, int needed, LeftOut leftOut) implements PolicyEstimate {}
}
