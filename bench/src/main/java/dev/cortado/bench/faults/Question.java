package dev.cortado.bench.faults;

import java.util.SplittableRandom;

/// What one request asks for, and whether its client stays to the end.
///
/// @param completionTokens which the node generates, all of them
/// @param linesRead of the stream before the client goes away; all, where it stays
record Question(boolean stream, int completionTokens, int linesRead) {

    static final int USUAL_TOKENS = 16;
    /// At 200 tokens a second a stream of three seconds, which a fault of a process on its way is likely to meet.
    static final int LONG_TOKENS = 600;

    private static final String PROMPT = "In one sentence: what is a ristretto, and how does it differ?";
    private static final int BYTES_A_TOKEN = 4;
    private static final long PROMPT_NANO_USD = 20;
    private static final long COMPLETION_NANO_USD = 80;

    private static final int PER_MILLE = 1_000;
    private static final int STREAM_PER_MILLE = 200;
    private static final int LEAVE_PER_MILLE = 50;
    private static final int LONG_PER_MILLE = 10;
    private static final int LINES_BEFORE_LEAVING = 6;

    /// A short answer, whole.
    static final Question USUAL = new Question(false, USUAL_TOKENS, Integer.MAX_VALUE);

    /// One in five streams, one in twenty leaves, one in a hundred is a long stream.
    static Question any(SplittableRandom random) {
        boolean isLong = random.nextInt(PER_MILLE) < LONG_PER_MILLE;
        boolean stream = random.nextInt(PER_MILLE) < STREAM_PER_MILLE || isLong;
        boolean leaves = random.nextInt(PER_MILLE) < LEAVE_PER_MILLE;
        int tokens = isLong ? LONG_TOKENS : USUAL_TOKENS;
        // In the middle of a long one, wherever that is: each token comes as a line and an empty one.
        int linesRead = isLong ? random.nextInt(LINES_BEFORE_LEAVING, 2 * LONG_TOKENS) : LINES_BEFORE_LEAVING;
        return new Question(stream, tokens, leaves ? linesRead : Integer.MAX_VALUE);
    }

    String prompt() {
        return PROMPT;
    }

    boolean leaves() {
        return linesRead < Integer.MAX_VALUE;
    }

    boolean isLong() {
        return completionTokens > USUAL_TOKENS;
    }

    /// The most that it may hold: a token for each byte of the prompt.
    long holdNanoUsd() {
        return PROMPT.length() * PROMPT_NANO_USD + completionTokens * COMPLETION_NANO_USD;
    }

    /// What it costs if it is answered in full.
    long costNanoUsd() {
        return PROMPT.length() / BYTES_A_TOKEN * PROMPT_NANO_USD + completionTokens * COMPLETION_NANO_USD;
    }

    /// What so many requests cost together, on average, as they are drawn.
    static long costNanoUsd(long requests) {
        long usual = USUAL.costNanoUsd();
        long longer = new Question(true, LONG_TOKENS, Integer.MAX_VALUE).costNanoUsd();
        return requests * usual + requests * LONG_PER_MILLE / PER_MILLE * (longer - usual);
    }
}
