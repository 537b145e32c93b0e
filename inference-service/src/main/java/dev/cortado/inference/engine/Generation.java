package dev.cortado.inference.engine;

/// A submitted generation, as its submitter holds it. All calls return at once and may come from any thread.
public interface Generation {

    /// Ends it at the next step at the latest; what was done is still told.
    void cancel();

    /// Takes no further steps until [#resume]; it keeps its slot and its deadlines.
    void pause();

    void resume();
}
