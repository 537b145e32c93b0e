package dev.cortado.bench.calibration;

import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One run over the fixed prompts: a long one for the prefill rate, then a story in 1, 2, 4 and 8 streams at once.
final class RateRun {

    static final List<Integer> STREAMS = List.of(1, 2, 4, Subject.STREAMS);

    /// Runs whose median counts.
    static final int RUNS = 3;

    private static final int STORY_TOKENS = 24;
    private static final int LONG_PROMPT_SENTENCES = 22;
    private static final List<String> HEROES =
            List.of("fox", "miller", "pilot", "robot", "baker", "whale", "poet", "judge");

    private final LoadedSubject subject;
    private final Steps steps;

    RateRun(LoadedSubject subject, Steps steps) {
        this.subject = subject;
        this.steps = steps;
    }

    /// @param number of the run: its prompts differ from those of the others
    Journal.Rates measure(int number) {
        Meter meter = new Meter(0);
        double prefill = prefill(number);
        SequencedMap<Integer, Double> decode = new LinkedHashMap<>();
        SequencedMap<Integer, Double> first = new LinkedHashMap<>();
        for (int streams : STREAMS) {
            steps.forget();
            first.put(streams, stories(streams, number));
            steps.decodeMillis(streams).ifPresent(millis -> decode.put(streams, millis));
        }
        return new Journal.Rates(
                prefill,
                decode,
                first,
                orNull(Machine.anonymousBytes()),
                orNull(Machine.fileBytes()),
                orNull(meter.othersBusyShare()),
                Journal.now());
    }

    private double prefill(int number) {
        steps.forget();
        StringBuilder text = new StringBuilder("Report " + number + ". ");
        for (int i = 1; i <= LONG_PROMPT_SENTENCES; i++) {
            text.append("On day ").append(i).append(" the crew counted boats in the harbour. ");
        }
        Story story = begin(text.toString(), 1);
        story.await();
        return steps.prefillTokensPerSecond()
                .orElseThrow(() -> new IllegalStateException("no prompt was read by itself"));
    }

    /// @return the mean time to the first token, in milliseconds
    private double stories(int streams, int number) {
        List<Story> all = HEROES.subList(0, streams).stream()
                .map(hero -> begin(
                        "Tell me a long story about a " + hero + " who lives by the sea. Begin chapter " + number
                                + " at once and describe everything that happens in detail.",
                        STORY_TOKENS))
                .toList();
        return all.stream().mapToDouble(Story::await).average().orElseThrow();
    }

    private Story begin(String text, int tokens) {
        PreparedPrompt prompt = subject.prompt(text);
        Story story = new Story();
        subject.generate(prompt, tokens, Tenant.UNNAMED, story);
        return story;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static final class Story implements GenerationListener {

        private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();

        @Override
        public void delta(String text) {}

        @Override
        public void ended(GenerationEnd how) {
            end.complete(how);
        }

        /// @return milliseconds to the first token
        double await() {
            if (end.join() instanceof GenerationEnd.Generated generated) {
                return generated.timings().timeToFirstToken().toNanos() / 1e6;
            }
            throw new IllegalStateException("a story was not told: " + end.join());
        }
    }
}
