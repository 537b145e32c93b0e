package dev.cortado.inference.making;

import java.io.PrintStream;

/// What the maker tells whoever started it: one line each, a word and its values, separated by tabulators.
final class Told {

    private static final long EVERY_NANOS = 200_000_000L;

    private final PrintStream out;
    private long progressAt;

    Told(PrintStream out) {
        this.out = out;
    }

    /// Now and then only, and at the end.
    void progress(long done, long of, String what) {
        long now = System.nanoTime();
        if (done >= of || now - progressAt > EVERY_NANOS) {
            progressAt = now;
            line("progress", done, of, what);
        }
    }

    void fact(String name, Object value) {
        line("fact", name, value);
    }

    void score(int layer, double influence) {
        line("score", layer, influence);
    }

    void refused(String reason) {
        line("refused", reason);
    }

    private synchronized void line(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : "\t").append(String.valueOf(word).replaceAll("[\t\r\n]", " "));
        }
        out.println(line);
        out.flush();
    }
}
