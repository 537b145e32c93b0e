package dev.cortado.inference.attempt;

import dev.cortado.inference.engine.Generation;

/// An attempt as its caller holds it: it may be cancelled and paused from the start, before its generation is
/// submitted.
/// Safe for use by several threads.
public final class RunningAttempt {

    private static final Generation NONE = new Generation() {
        @Override
        public void cancel() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    };

    private Generation generation = NONE;
    private boolean cancelled;
    private boolean paused;

    RunningAttempt() {}

    /// The client went away: what was done is metered.
    public synchronized void cancel() {
        cancelled = true;
        generation.cancel();
    }

    /// The client does not keep up.
    public synchronized void pause() {
        if (!paused) {
            paused = true;
            generation.pause();
        }
    }

    public synchronized void resume() {
        if (paused) {
            paused = false;
            generation.resume();
        }
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    synchronized void submitted(Generation begun) {
        generation = begun;
        if (paused) {
            begun.pause();
        }
        if (cancelled) {
            begun.cancel();
        }
    }
}
