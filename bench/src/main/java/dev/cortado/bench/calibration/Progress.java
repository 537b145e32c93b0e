package dev.cortado.bench.calibration;

/// Tells whoever started this process, on standard output, that one more piece of its work is done.
final class Progress {

    static final String LINE = "done";

    void done() {
        synchronized (System.out) {
            System.out.println(LINE);
            System.out.flush();
        }
    }
}
