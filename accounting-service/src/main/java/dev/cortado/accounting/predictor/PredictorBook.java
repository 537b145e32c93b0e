package dev.cortado.accounting.predictor;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The routers' predictors of what answers are worth. A call fails where no router answers.
public interface PredictorBook {

    CompletionStage<PredictorViews> list();

    /// Puts a version into force, and holds it there whatever comes.
    ///
    /// @return what is in force now; empty where there is no such version
    CompletionStage<Optional<PredictorViews>> hold(long number);

    /// The newest version is in force again, now and later.
    CompletionStage<PredictorViews> release();
}
