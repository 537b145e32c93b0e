package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.estimate.Estimates;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides the requests of a tenant with what it prefers in place of the defaults; and of one that tries another policy
/// by the same rules: in the trial's arm with the other policy in place of that, in the shadow once more over the
/// candidates as they were weighed.
public final class DecideInTrial {

    private final PolicyDefaults defaults;

    public DecideInTrial(PolicyDefaults defaults) {
        this.defaults = defaults;
    }

    /// @param rule of the tenant
    /// @param unit whose request it is; asked only where there is a trial
    public Choice decide(
            TenantRule rule,
            Supplier<TrialUnit> unit,
            Wishes wishes,
            Estimates estimates,
            Catalogue catalogue,
            List<Candidate> candidates,
            Terms terms) {
        PolicyTrial trial = rule.trial();
        PolicyDefaults preferred = rule.preference().over(defaults);
        Decide usual = new Decide(preferred);
        if (trial == null || !trial.concerns(wishes)) {
            return usual.decide(wishes, estimates, catalogue, candidates, terms);
        }
        TrialUnit whose = unit.get();
        boolean takesPart = trial.takes(whose);
        boolean serves = takesPart && !trial.isShadow();
        Choice choice = serves
                ? new Decide(trial.policy().over(preferred))
                        .decide(
                                wishes,
                                estimates,
                                catalogue,
                                candidates,
                                trial.policy().over(terms))
                : usual.decide(wishes, estimates, catalogue, candidates, terms);
        if (!(choice instanceof Choice.Chosen chosen) || (trial.isShadow() && !takesPart)) {
            return choice;
        }
        return chosen.with(
                trial.isShadow()
                        ? new InTrial(trial.name(), InTrial.Arm.SHADOW, whose, wouldTake(trial, preferred, chosen))
                        : new InTrial(trial.name(), serves ? InTrial.Arm.TRIAL : InTrial.Arm.CONTROL, whose, null));
    }

    private static InTrial.@Nullable WouldTake wouldTake(
            PolicyTrial trial, PolicyDefaults preferred, Choice.Chosen chosen) {
        return new Reconsider(preferred)
                .choice(trial.policy(), chosen.grounds(), chosen.considered())
                .map(InTrial.WouldTake::of)
                .orElse(null);
    }
}
