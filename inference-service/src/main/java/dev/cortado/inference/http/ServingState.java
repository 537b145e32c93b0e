package dev.cortado.inference.http;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether the gRPC server listens.
public final class ServingState {

    private final AtomicBoolean listening = new AtomicBoolean();

    public boolean listening() {
        return listening.get();
    }

    public void listening(boolean now) {
        listening.set(now);
    }
}
