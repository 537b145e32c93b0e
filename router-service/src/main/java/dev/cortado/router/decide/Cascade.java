package dev.cortado.router.decide;

import java.util.List;
import java.util.function.BiPredicate;

/// Answering small first where a check finds wrong answers, and asking what the policy prefers where it
/// does. Each candidate that meets the wishes, likely holds the prompt and costs less is compared with
/// the preferred one by what utility less its price, at the rate of the knee, comes to.
///
/// With `u` the chance that an answer is right, `c` its likely cost, `q` the share of wrong answers that the check
/// finds, `e` the share of all that it may judge wrongly either way, 1 for the small and 2 for the preferred, the two
/// in turn
/// - cost at most `c₁ + min(1, q (1 − u₁) + e) c₂`;
/// - are worth at least `u₁ + q (u₂ − u₁) − e`: of the prompts that the small one fails the other answers at least
///   `u₂ − u₁`, whatever the two have in common (Fréchet's bound on `P(2 right, 1 wrong)`).
///
/// For a check that finds everything and never errs that is DESIGN section 5: small first exactly where `u₁ > c₁ / c₂`.
public final class Cascade {

    private Cascade() {}

    /// @param check that looks at the answer; one that finds nothing changes nothing
    /// @param both whether money and time allow a first and a second option together
    /// @return the same, or one with a cheaper option first and the preferred one behind it
    public static Choice.Chosen smallFirst(Choice.Chosen chosen, CheckPower check, BiPredicate<Option, Option> both) {
        // The other policies prefer the cheapest already, or utility at any cost.
        if (check.found() == 0 || !(chosen.grounds().policy() instanceof Policy.Knee(var _, StopRate rate))) {
            return chosen;
        }
        List<Option> options = chosen.options();
        Considered[] byPlace = byPlace(chosen);
        Option preferred = options.getFirst();
        int best = 0;
        double most = 0;
        int sufficient = chosen.sufficient();
        for (int place = 1; place < sufficient; place++) {
            Option option = options.get(place);
            double gain = gain(byPlace[place], byPlace[0], check, rate.perNanoUsd());
            if (gain > most
                    && option.estimate().fit().isLikely()
                    && !option.variant().id().equals(preferred.variant().id())
                    && both.test(option, preferred)) {
                best = place;
                most = gain;
            }
        }
        return best == 0 ? chosen : chosen.cascaded(best);
    }

    /// What it is worth, in utility, to ask one before the other; negative where it is not.
    private static double gain(Considered first, Considered then, CheckPower check, double perNanoUsd) {
        double lost = (1 - check.found()) * Math.max(0, then.utility() - first.utility()) + check.error();
        double escalated = Math.min(1, check.found() * (1 - first.utility()) + check.error());
        double saved =
                (1 - escalated) * then.rankedCost().nanos() - first.rankedCost().nanos();
        return saved * perNanoUsd - lost;
    }

    private static Considered[] byPlace(Choice.Chosen chosen) {
        Considered[] byPlace = new Considered[chosen.options().size()];
        for (Considered each : chosen.considered()) {
            if (each.place() > 0) {
                byPlace[each.place() - 1] = each;
            }
        }
        return byPlace;
    }
}
