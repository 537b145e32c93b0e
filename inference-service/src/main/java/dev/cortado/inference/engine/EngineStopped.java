package dev.cortado.inference.engine;

/// An engine was asked for something that needs its model, which it has given back.
public final class EngineStopped extends RuntimeException {

    public EngineStopped() {
        super("the engine has stopped");
    }
}
