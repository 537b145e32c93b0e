package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.SeenPrompt;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Learns from the log of ratings, and corrects what is expected by it. Nothing of it is stored: what is known follows
/// from the log and the grounding, so routers agree by reading the same log, and one that starts learns it anew.
///
/// One thread calls [#begin] and [#learn]; requests are answered from what was learnt before meanwhile.
public final class Learner implements Learnt {

    private final RatingLog log;
    private final LearningLimits limits;
    private volatile @Nullable Lessons lessons;

    public Learner(RatingLog log, LearningLimits limits) {
        this.log = log;
        this.limits = limits;
    }

    /// Learns the log anew on this grounding; what was learnt before stays in force until that is done.
    ///
    /// @return the alarms that sound
    public List<Drift> begin(Grounding grounding) {
        Lessons anew = new Lessons(grounding, limits, log);
        List<Drift> sounding = anew.read(log);
        lessons = anew;
        return sounding;
    }

    /// Learns what came since.
    ///
    /// @return the alarms that began to sound
    public List<Drift> learn() {
        Lessons now = lessons;
        return now == null ? List.of() : now.read(log);
    }

    @Override
    public boolean isLearning() {
        return lessons != null;
    }

    @Override
    public boolean knows(OrganisationId organisation) {
        Lessons now = lessons;
        return now != null && now.of(organisation).isPresent();
    }

    @Override
    public Estimates corrected(OrganisationId organisation, Estimates expected) {
        Lessons now = lessons;
        Corrections own = now == null ? null : now.of(organisation).orElse(null);
        Optional<SeenPrompt> prompt = expected.prompt();
        return now == null || own == null || prompt.isEmpty()
                ? expected
                : new CorrectedEstimates(
                        expected, own, now.view().of(prompt.get().features()));
    }

    /// Ratings that were read to learn from them.
    public long ratings() {
        Lessons now = lessons;
        return now == null ? 0 : now.ratings();
    }

    /// Organisations whose corrections are in memory.
    public int organisations() {
        Lessons now = lessons;
        return now == null ? 0 : now.organisations();
    }

    /// Organisations that rate, and for whose corrections there is no place in memory.
    public int waiting() {
        Lessons now = lessons;
        return now == null ? 0 : now.waiting();
    }

    /// Alarms that sound.
    public List<Drift> drifts() {
        Lessons now = lessons;
        return now == null ? List.of() : now.drifts();
    }
}
