package dev.cortado.router.estimate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where routers keep predictors, so that all predict the same, and so that an earlier one can be gone back
/// to. In force is one of the store's own form or, before there is one, one that goes by features alone; one
/// of any other form never is. Calls block, and fail where the store is away.
public interface PredictorStore {

    /// Something that is to become a version.
    ///
    /// @param source what it was made of
    /// @param parent the version that it was made from with further ratings, where it was
    record Draft(String source, OptionalLong parent, String router, PredictorFit fit) {}

    /// What is kept, and what is in force of it.
    ///
    /// @param versions newest first
    /// @param inForce number of the one in force
    /// @param held whether that one was chosen, so that newer ones do not take its place
    record Versions(List<PredictorVersion> versions, OptionalLong inForce, boolean held) {
        public Versions {
            versions = List.copyOf(versions);
        }
    }

    /// The one in force: that which was chosen, else the newest.
    Optional<PredictorVersion> inForce();

    /// @throws IOException where this service cannot read it, or it is not there
    Predictor read(long number) throws IOException;

    boolean has(String source);

    /// Whether a calibration is kept beside the predictors, whether or not this router has it in force yet.
    boolean hasCalibration();

    /// The newest version, unless one of the same source is there already.
    void add(Draft draft);

    Versions versions();

    /// Puts a version into force, and holds it there.
    ///
    /// @return whether there is such a one, of the form that is read
    boolean hold(long number);

    /// The newest version is in force again, now and later.
    void release();

    /// Runs work that no two routers are to do at the same time, unless another one is at it.
    void alone(Runnable work);
}
