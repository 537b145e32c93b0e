package dev.cortado.bench.calibration;

/// How long a piece of work takes, by the catalogue's provisional rates, which are of two threads; only for the time
/// left until something was measured.
final class Guess {

    private static final double RATE_THREADS = 2;
    private static final double TASK_PROMPT = 55;
    private static final double TASK_COMPLETION = 14;
    private static final double BATCH_GAIN = 2.2;
    private static final double RUN_PROMPT = 1_000;
    private static final double RUN_STEPS = 24 + 24 * 1.5 + 24 * 2 + 24 * 3;

    private Guess() {}

    static double answerSeconds(Subject subject, int threads) {
        return (TASK_PROMPT / subject.prefillGuess() + TASK_COMPLETION / (subject.decodeGuess() * BATCH_GAIN))
                * RATE_THREADS
                / threads;
    }

    static double rateSeconds(Subject subject, int threads) {
        return (RUN_PROMPT / subject.prefillGuess() + RUN_STEPS / subject.decodeGuess()) * RATE_THREADS / threads;
    }
}
