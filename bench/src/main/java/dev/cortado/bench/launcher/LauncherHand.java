package dev.cortado.bench.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// The parts of the stack that the launcher keeps, in its hand: what is asked stands in a line of standard output, and
/// a line of standard input says that it is done.
public final class LauncherHand {

    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /// Stops a part in order and keeps it stopped; returns when it is gone.
    public void hold(String part) throws IOException {
        ask("hold " + part);
    }

    /// Starts a part that was held; returns when it serves.
    public void release(String part) throws IOException {
        ask("release " + part);
    }

    /// As `kill -9`; its supervisor starts it again.
    public void kill(String part) throws IOException {
        ask("kill " + part);
    }

    /// As `kill -STOP`, for all of the part's processes.
    public void pause(String part) throws IOException {
        ask("pause " + part);
    }

    public void resume(String part) throws IOException {
        ask("resume " + part);
    }

    private synchronized void ask(String what) throws IOException {
        System.out.println(what);
        System.out.flush();
        if (answers.readLine() == null) {
            throw new IOException("the launcher has gone");
        }
    }
}
