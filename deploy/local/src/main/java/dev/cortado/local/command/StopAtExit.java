package dev.cortado.local.command;

import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.supervise.Lifecycle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Stops a stack when the command that starts it ends, as by Ctrl-C, however early that is.
final class StopAtExit {
    private final DataDirectory data;
    private final Duration grace;
    /// Held while the stack is being started, so that it is never stopped in the middle of that and then comes up.
    private final ReentrantLock starting = new ReentrantLock();

    private boolean ended;

    StopAtExit(DataDirectory data, Duration grace) {
        this.data = data;
        this.grace = grace;
    }

    /// Starts the supervisor.
    interface Start {
        Process run() throws IOException;
    }

    void register() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    /// @throws IllegalStateException where the command ends already
    Process start(Start start) throws IOException {
        starting.lock();
        try {
            if (ended) {
                throw new IllegalStateException("it ends before anything was started");
            }
            return start.run();
        } finally {
            starting.unlock();
        }
    }

    void end() {
        starting.lock();
        try {
            ended = true;
            if (Lifecycle.wanted(data)) {
                System.out.println();
                System.out.println("stopping");
                List<String> left = Lifecycle.stop(data, grace);
                System.out.println(left.isEmpty() ? "stopped" : String.join("\n", left));
            }
        } catch (IOException e) {
            System.err.println("cortado: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            starting.unlock();
        }
    }
}
