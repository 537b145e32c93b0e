package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.BenchProgram;
import java.io.IOException;
import java.time.Duration;

/// Does to the parts of a bench's own stack what its program asks for: `hold`, `release`, `kill`, `pause` or `resume`
/// and the part's name.
record StackHand(LocalStack stack) implements BenchProgram.Hand {
    private static final Duration START_MAX = Duration.ofMinutes(2);

    @Override
    public void asked(String what) throws IOException, InterruptedException {
        String[] words = what.split(" ", 2);
        String part = words.length < 2 ? "" : words[1];
        switch (words[0]) {
            case "hold" -> stack.hold(part, START_MAX);
            case "release" -> stack.release(part, START_MAX);
            case "kill" -> stack.kill(part);
            case "pause" -> stack.signal(part, "-STOP");
            case "resume" -> stack.signal(part, "-CONT");
            default -> throw new IllegalStateException("the bench asked for '" + what + "'");
        }
    }
}
