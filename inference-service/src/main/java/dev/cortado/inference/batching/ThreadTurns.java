package dev.cortado.inference.batching;

import java.util.concurrent.locks.ReentrantLock;

/// The compute threads of one process, shared by its models: one takes a step at a time, in order of asking.
public final class ThreadTurns {

    private final ReentrantLock lock = new ReentrantLock(true);

    public void take() {
        lock.lock();
    }

    public void give() {
        lock.unlock();
    }
}
