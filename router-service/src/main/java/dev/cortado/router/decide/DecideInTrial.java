package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.estimate.Estimates;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides the requests of a tenant that tries another policy, by the same rules as any other: in the trial's arm with
/// the other policy in place of the defaults, in the shadow once more over the candidates as they were weighed.
public final class DecideInTrial {

    private final PolicyDefaults defaults;
    private final Decide decide;
    private final Reconsider reconsider;

    public DecideInTrial(PolicyDefaults defaults) {
        this.defaults = defaults;
        this.decide = new Decide(defaults);
        this.reconsider = new Reconsider(defaults);
    }

    /// @param trial null where the tenant tries nothing
    /// @param unit whose request it is; asked only where there is a trial
    public Choice decide(
            @Nullable PolicyTrial trial,
            Supplier<TrialUnit> unit,
            Wishes wishes,
            Estimates estimates,
            Catalogue catalogue,
            List<Candidate> candidates,
            Terms terms) {
        if (trial == null || !trial.concerns(wishes)) {
            return decide.decide(wishes, estimates, catalogue, candidates, terms);
        }
        TrialUnit whose = unit.get();
        boolean takesPart = trial.takes(whose);
        boolean serves = takesPart && !trial.isShadow();
        Choice choice = serves
                ? new Decide(trial.policy().over(defaults))
                        .decide(
                                wishes,
                                estimates,
                                catalogue,
                                candidates,
                                trial.policy().over(terms))
                : decide.decide(wishes, estimates, catalogue, candidates, terms);
        if (!(choice instanceof Choice.Chosen chosen) || (trial.isShadow() && !takesPart)) {
            return choice;
        }
        return chosen.with(
                trial.isShadow()
                        ? new InTrial(trial.name(), InTrial.Arm.SHADOW, whose, wouldTake(trial, chosen))
                        : new InTrial(trial.name(), serves ? InTrial.Arm.TRIAL : InTrial.Arm.CONTROL, whose, null));
    }

    private InTrial.@Nullable WouldTake wouldTake(PolicyTrial trial, Choice.Chosen chosen) {
        return reconsider
                .choice(trial.policy(), chosen.grounds(), chosen.considered())
                .map(InTrial.WouldTake::of)
                .orElse(null);
    }
}
