package dev.cortado.gateway.complete;

import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.GenerationListener;
import java.util.function.Consumer;

/// Hears an attempt for another listener, and tells of what is thrown while its end is handled: the node says no more
/// after it, so that nothing else would end the request.
record GuardedListener(GenerationListener to, Consumer<Throwable> bugs) implements GenerationListener {

    @Override
    public void accepted(Accepted accepted) {
        to.accepted(accepted);
    }

    @Override
    public void delta(Delta delta) {
        to.delta(delta);
    }

    @Override
    public void finished(Finished finished) {
        guarded(() -> to.finished(finished));
    }

    @Override
    public void refused(AttemptRefusal refusal) {
        guarded(() -> to.refused(refusal));
    }

    @Override
    public void meteringUnavailable(String message) {
        guarded(() -> to.meteringUnavailable(message));
    }

    @Override
    public void notPresented(String message) {
        guarded(() -> to.notPresented(message));
    }

    @Override
    public void failed(String message) {
        guarded(() -> to.failed(message));
    }

    @Override
    public void notRead(String message) {
        guarded(() -> to.notRead(message));
    }

    @Override
    public void notUnderstood(String message) {
        guarded(() -> to.notUnderstood(message));
    }

    private void guarded(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | StackOverflowError bug) {
            bugs.accept(bug);
        }
    }
}
