package dev.cortado.router.store;

import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.configuration.LearningConfiguration;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.PredictorEstimator;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.learn.Drift;
import dev.cortado.router.learn.Grounding;
import dev.cortado.router.learn.Learner;
import dev.cortado.router.learn.PromptView;
import dev.cortado.router.time.Time;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Has ratings learnt as they come, and all of them anew when what they are held against changes: the predictor, or the
/// calibration whose prompts show what is usual. Before there is a predictor nothing is learnt.
///
/// All of it is done by one thread of its own: it never takes more than one core, and no request waits for it.
@Singleton
final class LearningWatch {

    private static final Logger LOG = Logger.getLogger(LearningWatch.class);

    private final Learner learner;
    private final PredictorEstimator estimator;
    private final CurrentCatalogue catalogue;
    private final LearningConfiguration configuration;
    private final Time time;
    private @Nullable Ground ground;
    /// Organisations without a place, as the log was told.
    private int waiting;
    private final Looks looks;

    /// @param calibration version of the one whose prompts were looked at
    /// @param begun when learning anew began, in the clock's nanoseconds
    private record Ground(PredictorEstimator.InForce predictor, String calibration, long begun) {}

    @Inject
    LearningWatch(
            Learner learner,
            PredictorEstimator estimator,
            CurrentCatalogue catalogue,
            RouterConfiguration configuration,
            Time time,
            MeterRegistry registry) {
        this(learner, estimator, catalogue, configuration.learning(), time);
        Gauge.builder("cortado.router.learning.ratings", learner, known -> (double) known.ratings())
                .description("Ratings that were read to learn from them")
                .register(registry);
        Gauge.builder("cortado.router.learning.organisations", learner, Learner::organisations)
                .description("Organisations whose corrections are in memory")
                .register(registry);
        Gauge.builder("cortado.router.learning.waiting", learner, Learner::waiting)
                .description("Organisations that rate, and for whose corrections there is no place in memory")
                .register(registry);
        Gauge.builder(
                        "cortado.router.learning.drifting",
                        learner,
                        known -> known.drifts().size())
                .description("Variants of organisations whose ratings do not fit what is predicted")
                .register(registry);
    }

    LearningWatch(
            Learner learner,
            PredictorEstimator estimator,
            CurrentCatalogue catalogue,
            LearningConfiguration configuration,
            Time time) {
        this.learner = learner;
        this.estimator = estimator;
        this.catalogue = catalogue;
        this.configuration = configuration;
        this.time = time;
        this.looks = new Looks(LOG, "ratings are not learnt from", configuration.checkEvery(), this::look);
    }

    void start(@Observes StartupEvent event) {
        if (configuration.enabled()) {
            Thread thread = new Thread(looks, "learning");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        looks.end();
    }

    /// One look at what ratings are held against, and at the ratings.
    void look() {
        PredictorEstimator.InForce predictor = estimator.inForce().orElse(null);
        Catalogue known = catalogue.now();
        if (predictor == null || known.measurements().tasks().isEmpty()) {
            return;
        }
        try {
            tell(isHeldAgainst(predictor, known) ? learner.learn() : begin(predictor, known));
            tellWaiting(learner.waiting());
        } catch (StoreAway e) {
            LOG.debugf("ratings wait for the database: %s", e.getCause());
        }
    }

    private boolean isHeldAgainst(PredictorEstimator.InForce predictor, Catalogue known) {
        Ground now = ground;
        return now != null
                && now.predictor().equals(predictor)
                && now.calibration().equals(known.measurements().version())
                && time.nanos() - now.begun() < configuration.anewEvery().toNanos();
    }

    private List<Drift> begin(PredictorEstimator.InForce predictor, Catalogue known) {
        long begun = time.nanos();
        List<PromptFeatures> reference = known.measurements().tasks().stream()
                .map(task -> predictor.reader().read(task.prompt()))
                .toList();
        List<Drift> sounding = learner.begin(new Grounding(
                PromptView.of(reference),
                (prompt, variant) -> known.variant(variant)
                        .map(each -> predictor.of(prompt, known).utility(each))));
        ground = new Ground(predictor, known.measurements().version(), begun);
        LOG.infof(
                "%d ratings are learnt; corrections of %d organisations are kept (%d ms)",
                learner.ratings(), learner.organisations(), (time.nanos() - begun) / 1_000_000);
        return sounding;
    }

    private void tellWaiting(int now) {
        if (now > waiting) {
            LOG.warnf(
                    "the ratings of %d organisations are not learnt from: more rate than "
                            + "cortado.router.learning.organisations-max",
                    now);
        }
        waiting = now;
    }

    private static void tell(List<Drift> began) {
        for (Drift drift : began) {
            LOG.warnf(
                    "drift: ratings of %s by organisation %s lie %+.2f from what is to be expected; calibrate it again",
                    drift.variant(), drift.organisation(), drift.meanResidual());
        }
    }
}
