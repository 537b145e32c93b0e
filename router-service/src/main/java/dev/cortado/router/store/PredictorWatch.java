package dev.cortado.router.store;

import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.configuration.PredictorConfiguration;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.Predictor;
import dev.cortado.router.estimate.PredictorEstimator;
import dev.cortado.router.estimate.PredictorFit;
import dev.cortado.router.estimate.PredictorStore;
import dev.cortado.router.estimate.PredictorVersion;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.estimate.SecondStage;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.label.LabelStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps the predictor in force the one that the store says, and makes one of each calibration and each state of the
/// labels that none was made of yet: one router makes and stores it, all take it from there. What is stored is in force
/// before anything is made, so
/// that a router that starts predicts as the others do. A router without its database makes one for itself.
///
/// All of it is done by one thread of its own: it never takes more than one core, and no request waits for it.
@Singleton
final class PredictorWatch {

    private static final Logger LOG = Logger.getLogger(PredictorWatch.class);
    private static final String SENTENCES = ", sentences";
    private static final int WARM_PROMPTS_MAX = 500;
    private static final int WARM_SENTENCES_MAX = 20;
    private static final double MOST_BEYOND = .5;

    private final PredictorStore store;
    private final LabelStore labels;
    private final CurrentCatalogue catalogue;
    private final PredictorEstimator estimator;
    private final SecondStage stage;
    private final PredictorMeters meters;
    private final PredictorConfiguration configuration;
    private final String router;
    private @Nullable PromptReader reader;
    private long inForce;
    private long unreadable;
    /// What was found too small for a predictor.
    private String tooSmall = "";
    /// What the sentence model failed with.
    private String notRead = "";
    /// Version of the calibration that one was made of while the store was away.
    private String madeAlone = "";
    private final Looks looks;

    @Inject
    PredictorWatch(
            PredictorStore store,
            LabelStore labels,
            CurrentCatalogue catalogue,
            PredictorEstimator estimator,
            SecondStage stage,
            PredictorMeters meters,
            RouterConfiguration configuration) {
        this(store, labels, catalogue, estimator, stage, meters, configuration.predictor(), configuration.name());
    }

    PredictorWatch(
            PredictorStore store,
            LabelStore labels,
            CurrentCatalogue catalogue,
            PredictorEstimator estimator,
            SecondStage stage,
            PredictorMeters meters,
            PredictorConfiguration configuration,
            String router) {
        if (!(configuration.beyondShare() > 0 && configuration.beyondShare() <= MOST_BEYOND)) {
            throw new IllegalArgumentException("cortado.router.predictor.beyond-share must be above 0 and at most "
                    + MOST_BEYOND + ", not " + configuration.beyondShare());
        }
        this.store = store;
        this.labels = labels;
        this.catalogue = catalogue;
        this.estimator = estimator;
        this.stage = stage;
        this.meters = meters;
        this.configuration = configuration;
        this.router = router;
        this.looks = new Looks(LOG, "predictors are not followed", configuration.checkEvery(), this::look);
    }

    void start(@Observes StartupEvent event) {
        if (configuration.enabled()) {
            Thread thread = new Thread(looks, "predictor");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        looks.end();
    }

    /// One look at the store, at the calibration in force and at the labels.
    void look() {
        Measurements measurements = catalogue.now().measurements();
        try {
            follow();
            String source = source(measurements, labels.revision());
            if (isToBeMade(source) && !isMade(source) && !isCalibrationToCome(measurements)) {
                store.alone(() -> makeAndStore(measurements));
                follow();
            }
        } catch (StoreAway e) {
            LOG.debugf("predictors wait for the database: %s", e.getCause());
            String source = source(measurements, 0);
            if (inForce == 0 && isToBeMade(source) && !measurements.version().equals(madeAlone)) {
                madeAlone = measurements.version();
                make(source, measurements, List.of()).ifPresent(fit -> {
                    use(fit.predictor());
                    LOG.infof("a predictor of %d labels, not stored, is in force", fit.labels());
                });
            }
        }
    }

    private boolean isMade(String source) {
        return store.has(stage.isOn() ? source + SENTENCES : source);
    }

    private boolean isToBeMade(String source) {
        return !source.isEmpty() && !source.equals(tooSmall) && !source.equals(notRead);
    }

    /// Labels alone do for a platform that has no calibration. One that is stored is waited for.
    private boolean isCalibrationToCome(Measurements measurements) {
        return measurements.version().isEmpty() && store.hasCalibration();
    }

    private static String source(Measurements measurements, long labels) {
        String calibrated = measurements.version().isEmpty() ? "" : "calibration " + measurements.version();
        String labelled = labels == 0 ? "" : "labels " + labels;
        return calibrated + (calibrated.isEmpty() || labelled.isEmpty() ? "" : ", ") + labelled;
    }

    /// Of the labels as they are by now.
    private void makeAndStore(Measurements measurements) {
        LabelStore.Labelled labelled = labels.all();
        String source = source(measurements, labelled.revision());
        if (!isMade(source)) {
            make(source, measurements, labelled.tasks())
                    .ifPresent(fit -> store.add(new PredictorStore.Draft(
                            fit.predictor().readsSentences() ? source + SENTENCES : source,
                            OptionalLong.empty(),
                            router,
                            fit)));
        }
    }

    private Optional<PredictorFit> make(String source, Measurements measurements, List<ScoredTask> labelled) {
        Reading reading = new Reading();
        Optional<PredictorFit> fit = PredictorFit.of(measurements, labelled, reading, configuration.tasksMin());
        if (reading.failed) {
            notRead = source;
        }
        if (fit.isEmpty()) {
            tooSmall = source;
            LOG.infof("no variant was scored on %d tasks or prompts: means are used", configuration.tasksMin());
        }
        return fit;
    }

    /// Reads labelled prompts, each once. Where the sentence model fails with one, all go by features alone: a
    /// predictor that goes by sentences needs every one.
    private final class Reading implements Function<String, PromptFeatures> {
        private final PromptReader features = reader();
        private final Map<String, PromptFeatures> known = new HashMap<>();
        private boolean failed;

        @Override
        public PromptFeatures apply(String prompt) {
            return known.computeIfAbsent(prompt, this::read);
        }

        private PromptFeatures read(String prompt) {
            // A sentence model frees what it works with as the process ends.
            failed |= looks.isEnded();
            if (!failed) {
                try {
                    return stage.features(features, prompt);
                } catch (RuntimeException | LinkageError e) {
                    failed = true;
                    LOG.warnf(e, "the sentence model failed with a labelled prompt: a predictor is made without");
                }
            }
            return features.read(prompt);
        }
    }

    /// Takes the store's version where that is another one.
    private void follow() {
        PredictorVersion version = store.inForce().orElse(null);
        if (version == null || version.number() == inForce || version.number() == unreadable) {
            return;
        }
        try {
            use(store.read(version.number()));
            inForce = version.number();
            meters.inForce(version);
            LOG.infof(
                    "predictor %d of %d variants and %d labels is in force (calibration error %.3f, made in %d ms)",
                    version.number(),
                    version.variants().size(),
                    version.labels(),
                    version.calibrationError(),
                    version.took().toMillis());
        } catch (IOException e) {
            unreadable = version.number();
            LOG.warnf("predictor %d is not for this router: %s", version.number(), e.getMessage());
        }
    }

    /// Reads some prompts by it first, so that no request has to wait while its code is still being compiled.
    private void use(Predictor predictor) {
        PredictorEstimator rehearsal = new PredictorEstimator();
        rehearsal.use(reader(), predictor, configuration.beyondShare());
        List<ScoredTask> tasks = catalogue.now().measurements().tasks();
        tasks.stream()
                .limit(WARM_PROMPTS_MAX)
                .forEach(task -> rehearsal.of(PromptSample.of(task.prompt()), "", catalogue.now()));
        if (predictor.readsSentences()) {
            tasks.stream().limit(WARM_SENTENCES_MAX).map(ScoredTask::prompt).forEach(this::warm);
        }
        estimator.use(reader(), predictor, configuration.beyondShare());
    }

    private void warm(String prompt) {
        try {
            stage.read(prompt);
        } catch (RuntimeException e) {
            LOG.debugf("the sentence model failed with a labelled prompt: %s", e.getMessage());
        }
    }

    private PromptReader reader() {
        PromptReader known = reader;
        if (known == null) {
            known = new PromptReader(TokenVectors.shipped());
            reader = known;
        }
        return known;
    }
}
