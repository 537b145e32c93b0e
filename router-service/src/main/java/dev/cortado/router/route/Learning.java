package dev.cortado.router.route;

import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Drawn;
import dev.cortado.router.decide.Option;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.StopRate;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.learn.Exploration;
import dev.cortado.router.learn.Learnt;
import dev.cortado.router.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What a request gains from its organisation's ratings, and what it gives for them: a share of requests takes any
/// candidate that meets the wishes, so that what is not preferred is rated now and then too.
///
/// Chance has a part only where the organisation rates answers, and where the policy is one that
/// compares candidates. It takes nothing whose context likely lacks room, nothing that the budget in
/// sight would not surely pay for, and, while money is short, nothing dearer than what the policy
/// prefers.
public final class Learning {

    /// Nothing is learnt, and chance has no part.
    public static final Learning NONE = new Learning(Learnt.NOTHING, 0, ThreadLocalRandom::current);

    private final Learnt learnt;
    private final double explorationShare;
    private final Supplier<RandomGenerator> random;

    /// @param explorationShare of requests, 0..1, of tenants that have no rule of their own
    /// @param random of the calling thread
    public Learning(Learnt learnt, double explorationShare, Supplier<RandomGenerator> random) {
        this.learnt = learnt;
        this.explorationShare = new Exploration(explorationShare).floor();
        this.random = random;
    }

    Estimates corrected(Tenant tenant, Estimates expected) {
        return learnt.corrected(tenant.organisation(), expected);
    }

    /// With what was seen of the prompt, where a rating could be learnt from.
    Choice withPrompt(Choice choice, Estimates estimates) {
        return choice instanceof Choice.Chosen chosen && learnt.isLearning()
                ? estimates.prompt().map(chosen::with).orElse(chosen)
                : choice;
    }

    /// A request's first choice, once chance has had its part.
    Choice.Chosen explored(Tenant tenant, TenantRule rule, BudgetView budget, Choice.Chosen chosen) {
        // Which variant answers what is left to the check: what comes of chance beside that would say of neither.
        if (chosen.grounds().cascaded()) {
            return chosen;
        }
        Double own = rule.explorationShare();
        double share = own == null ? explorationShare : own;
        if (share == 0 || !compares(chosen.grounds().policy()) || !learnt.knows(tenant.organisation())) {
            return chosen;
        }
        List<Integer> open = open(chosen, budget);
        if (open.size() < 2 || open.getFirst() != 0) {
            return chosen;
        }
        Exploration.Pick pick = new Exploration(share).pick(open.size(), 0, random.get());
        int taken = open.get(pick.candidate());
        return chosen.drawn(taken, new Drawn(taken != 0, pick.propensity(), names(chosen, open)));
    }

    private static Set<String> names(Choice.Chosen chosen, List<Integer> open) {
        return open.stream().map(place -> chosen.options().get(place).name()).collect(Collectors.toSet());
    }

    private static boolean compares(Policy policy) {
        return switch (policy) {
            case Policy.Knee _, Policy.CheapestSufficient _ -> true;
            case Policy.BestWithinCost _, Policy.Fixed _ -> false;
        };
    }

    /// Places among the options that chance may take.
    private static List<Integer> open(Choice.Chosen chosen, BudgetView budget) {
        boolean moneyIsShort = chosen.grounds().rate().source() == StopRate.Source.SHADOW_PRICE;
        Option preferred = chosen.options().getFirst();
        List<Integer> open = new ArrayList<>();
        int sufficient = chosen.sufficient();
        for (int i = 0; i < sufficient; i++) {
            Option option = chosen.options().get(i);
            boolean isDearer =
                    option.estimate().cost().compareTo(preferred.estimate().cost()) > 0;
            if (option.estimate().isWithin(budget)
                    && option.estimate().fit().isLikely()
                    && !(moneyIsShort && isDearer)) {
                open.add(i);
            }
        }
        return open;
    }
}
