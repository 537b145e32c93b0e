package dev.cortado.bench.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Accounting's process, in the launcher's hand.
final class Accounting {

    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /// Stops it; returns when it is gone.
    void hold() throws IOException {
        ask("hold");
    }

    /// Starts it; returns when it serves.
    void release() throws IOException {
        ask("release");
    }

    private void ask(String what) throws IOException {
        System.out.println(what);
        System.out.flush();
        if (answers.readLine() == null) {
            throw new IOException("the launcher has gone");
        }
    }
}
