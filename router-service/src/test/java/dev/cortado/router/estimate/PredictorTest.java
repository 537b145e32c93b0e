package dev.cortado.router.estimate;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.decide.World;
import dev.cortado.router.estimate.UtilityEstimate.Basis;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.predict.UtilityModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictorTest {

    private static final PromptReader READER = new PromptReader(TokenVectors.shipped());
    private static final PredictorFit FIT = PredictorFit.of(Calibrations.of("v1", 300), List.of(), READER::read, 200)
            .orElseThrow();

    private final Catalogue catalogue = new World().catalogue.with(Calibrations.of("v1", 300));
    private final PredictorEstimator estimator = new PredictorEstimator();

    @Test
    void estimates_followThePrompt_onceThereIsAPredictor() {
        Estimates before = estimator.of(PromptSample.of(Calibrations.SUM), "", catalogue);
        assertEquals(Basis.CALIBRATED, utility(before, SMALL).basis());
        assertEquals(.5, utility(before, SMALL).mean());

        estimator.use(READER, FIT.predictor(), UtilityModel.BEYOND);
        UtilityEstimate sum = utility(estimator.of(PromptSample.of(Calibrations.SUM), "", catalogue), SMALL);
        UtilityEstimate capital = utility(estimator.of(PromptSample.of(Calibrations.CAPITAL), "", catalogue), SMALL);
        assertEquals(Basis.PREDICTED, sum.basis());
        assertEquals(.9, sum.mean(), .17);
        assertEquals(.1, capital.mean(), .17);
        assertTrue(sum.low() <= sum.mean() && sum.mean() <= sum.high() && sum.high() - sum.low() > 0);
    }

    @Test
    void bounds_areWider_theFewerMayLieBeyond() {
        UtilityEstimate most = sum(.5);
        UtilityEstimate usual = sum(UtilityModel.BEYOND);
        UtilityEstimate all = sum(.01);
        assertEquals(usual.mean(), all.mean());
        assertTrue(all.low() <= usual.low() && usual.low() < most.low(), all + " " + usual + " " + most);
        assertTrue(all.high() >= usual.high() && usual.high() >= most.high(), all + " " + usual + " " + most);
    }

    private UtilityEstimate sum(double beyond) {
        estimator.use(READER, FIT.predictor(), beyond);
        return utility(estimator.of(PromptSample.of(Calibrations.SUM), "", catalogue), SMALL);
    }

    @Test
    void estimates_ofWhatThePredictorDoesNotKnow_areTheCatalogues() {
        estimator.use(READER, FIT.predictor(), UtilityModel.BEYOND);
        assertEquals(
                Basis.PROVISIONAL,
                utility(estimator.of(PromptSample.of(Calibrations.SUM), "", catalogue), MEDIUM)
                        .basis());
        assertEquals(
                Basis.CALIBRATED,
                utility(estimator.of(PromptSample.NONE, "", catalogue), SMALL).basis());
    }

    @Test
    void aNamedClass_tellsWhatThePromptDoesNot() {
        PromptFeatures stranger = READER.read("zxqj vvkw blorptang frimzil");
        double facts = small(stranger, "facts");
        double arithmetic = small(stranger, "arithmetic");
        assertTrue(arithmetic - facts > .3, arithmetic + " and " + facts);
        assertEquals(small(stranger, ""), small(stranger, "of no class"));
    }

    private static double small(PromptFeatures prompt, String taskClass) {
        return Optional.ofNullable(FIT.predictor()
                        .expect(prompt, taskClass, UtilityModel.BEYOND)
                        .get(SMALL))
                .orElseThrow()
                .utility()
                .mean();
    }

    @Test
    void completion_isPredicted_whereThePromptIsLikeThoseLearntFrom() {
        Variant large = catalogue.variant(LARGE).orElseThrow();
        Estimates before = estimator.of(PromptSample.of(Calibrations.SUM), "", catalogue);
        assertEquals(large.completionTypical(), before.completion(large));

        estimator.use(READER, FIT.predictor(), UtilityModel.BEYOND);
        double sum = completion(Calibrations.SUM, large);
        double capital = completion("Name the capital city of Peru.", large);
        assertEquals(4, sum, 1);
        assertEquals(20, capital, 4);
        double stranger = completion("zxqj vvkw blorptang frimzil", large);
        assertTrue(stranger > capital && stranger <= 200, stranger + " tokens");
    }

    private double completion(String prompt, Variant variant) {
        return (double) estimator
                .of(PromptSample.of(prompt), "", catalogue)
                .completion(variant)
                .count();
    }

    @Test
    void fit_tellsHowGoodItIs() {
        assertEquals(600, FIT.labels());
        assertTrue(FIT.calibrationError() > 0 && FIT.calibrationError() < .2, "" + FIT.calibrationError());
        assertTrue(FIT.took().toNanos() > 0);
    }

    @Test
    void fit_leavesOutVariantsOfFewTasks_andThoseOfOneClass() {
        assertTrue(PredictorFit.of(Calibrations.of("v1", 199), List.of(), READER::read, 200)
                .isEmpty());
        assertTrue(PredictorFit.of(Calibrations.of("v1", 99), List.of(), READER::read, 10)
                .isEmpty());
        VariantId brand = new VariantId("brand");
        VariantId few = new VariantId("few");
        List<ScoredTask> tasks = new ArrayList<>();
        for (ScoredTask task : Calibrations.tasks(300)) {
            Map<VariantId, Double> scores = new HashMap<>(task.scores());
            scores.put(brand, 1.0);
            if (tasks.size() < 150) {
                scores.put(few, 0.0);
            }
            tasks.add(new ScoredTask(task.id(), task.taskClass(), task.prompt(), scores));
        }
        Measurements measurements = new Measurements(
                "v2",
                "1",
                List.of(
                        Calibrations.measured(SMALL, Measurement.ALL_TASKS),
                        Calibrations.measured(LARGE, Measurement.ALL_TASKS),
                        Calibrations.measured(few, Measurement.ALL_TASKS),
                        Calibrations.measured(brand, "marketing")),
                tasks);
        assertEquals(
                List.of(LARGE, SMALL),
                PredictorFit.of(measurements, List.of(), READER::read, 200)
                        .orElseThrow()
                        .predictor()
                        .variants());
        assertEquals(
                List.of(LARGE, SMALL, few),
                PredictorFit.of(measurements, List.of(), READER::read, 150)
                        .orElseThrow()
                        .predictor()
                        .variants());
    }

    @Test
    void labelsFromOutside_areLearntFromBesideTheCalibration() {
        List<ScoredTask> others = new ArrayList<>();
        for (ScoredTask task : Calibrations.tasks(200)) {
            others.add(new ScoredTask(
                    "labels-" + task.id(), "", task.prompt() + " Answer in Latin.", Map.of(SMALL, 0.0, LARGE, 1.0)));
        }
        Calibrations.tasks(150)
                .forEach(task ->
                        others.add(new ScoredTask("labels-z" + task.id(), "", task.prompt(), Map.of(MEDIUM, 1.0))));

        PredictorFit fit = PredictorFit.of(Calibrations.of("v1", 300), others, READER::read, 150)
                .orElseThrow();

        assertEquals(List.of(LARGE, SMALL, MEDIUM), fit.predictor().variants());
        assertEquals(600 + 400 + 150, fit.labels());
        Expectation latin = Optional.ofNullable(fit.predictor()
                        .expect(READER.read(Calibrations.SUM + " Answer in Latin."), "", UtilityModel.BEYOND)
                        .get(SMALL))
                .orElseThrow();
        assertEquals(0, latin.utility().mean(), .2);
        assertNotNull(latin.tokens());
    }

    @Test
    void bytes_predictTheSame_andOthersAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FIT.predictor().write(new DataOutputStream(bytes));
        Predictor read = read(bytes.toByteArray());
        for (String prompt : List.of(Calibrations.SUM, Calibrations.CAPITAL, "Something else.")) {
            PromptFeatures features = READER.read(prompt);
            assertEquals(
                    FIT.predictor().expect(features, "", UtilityModel.BEYOND),
                    read.expect(features, "", UtilityModel.BEYOND));
            assertEquals(
                    FIT.predictor().expect(features, "facts", UtilityModel.BEYOND),
                    read.expect(features, "facts", UtilityModel.BEYOND));
        }
        assertTrue(bytes.size() < 2_000_000, bytes.size() + " bytes");
        byte[] other = bytes.toByteArray();
        other[7]++;
        assertThrows(IOException.class, () -> read(other));
        assertThrows(IOException.class, () -> read(new byte[0]));
    }

    private static Predictor read(byte[] bytes) throws IOException {
        return Predictor.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private UtilityEstimate utility(Estimates estimates, VariantId variant) {
        return estimates.utility(catalogue.variant(variant).orElseThrow());
    }
}
