package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.BenchProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

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

    /// What a program needs to read accounting's books and to write to the usage log of the stack.
    Map<String, String> environment() {
        LocalStack.Database database = stack.database("accounting");
        return Map.of(
                "CORTADO_BENCH_JDBC_URL", database.url(),
                "CORTADO_BENCH_DATABASE_USER", database.user(),
                "CORTADO_BENCH_DATABASE_PASSWORD", database.password(),
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaServers(),
                "CORTADO_SIGNING_KEYS", stack.signingKeys());
    }
}
