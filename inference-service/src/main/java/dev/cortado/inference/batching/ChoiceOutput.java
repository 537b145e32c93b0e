package dev.cortado.inference.batching;

import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.TokenLikelihood;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one choice says: its tokens' bytes become text, tool calls, and the likelihoods of the tokens that the text is
/// made of.
final class ChoiceOutput {

    private final int choice;
    private final CompletionText text;
    private final @Nullable ToolCallReader calls;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytesDrawn;
    private long bytesTold;

    /// A likelihood that is told with the text in which its token stands.
    private record Waiting(TokenLikelihood token, long begin, long end) {}

    ChoiceOutput(GenerationOrder order, int choice) {
        this.choice = choice;
        this.text = new CompletionText(order.stops());
        OutputRule rule = order.prompt().rule();
        this.calls = rule.calls()
                .map(shape -> new ToolCallReader(shape, rule.unmarked()))
                .orElse(null);
    }

    /// @param likelihood null where nobody asked
    Delta add(byte[] bytes, @Nullable TokenLikelihood likelihood) {
        long begin = bytesDrawn;
        bytesDrawn += bytes.length;
        if (likelihood != null) {
            waiting.add(new Waiting(likelihood, begin, bytesDrawn));
        }
        String certain = text.add(bytes);
        bytesTold += certain.getBytes(StandardCharsets.UTF_8).length;
        List<TokenLikelihood> tokens = told(text.stopped() ? Told.BEGUN : Told.WHOLE);
        return delta(calls == null ? new ToolCallReader.Read(certain, List.of()) : calls.add(certain), tokens);
    }

    /// What was held back, now that nothing follows.
    Delta finish() {
        String certain = text.finish();
        List<TokenLikelihood> tokens = told(text.stopped() ? Told.BEGUN : Told.ALL);
        if (calls == null) {
            return delta(new ToolCallReader.Read(certain, List.of()), tokens);
        }
        ToolCallReader.Read last = calls.add(certain);
        ToolCallReader.Read rest = calls.finish();
        return delta(new ToolCallReader.Read(last.text() + rest.text(), last.calls()), tokens);
    }

    boolean stopped() {
        return text.stopped();
    }

    /// Whether it called a tool.
    boolean called() {
        return calls != null && calls.called();
    }

    private Delta delta(ToolCallReader.Read read, List<TokenLikelihood> tokens) {
        return new Delta(choice, read.text(), tokens, read.calls());
    }

    /// Which of the tokens that wait are told.
    private enum Told {
        WHOLE,
        BEGUN,
        ALL
    }

    private List<TokenLikelihood> told(Told which) {
        List<TokenLikelihood> told = new ArrayList<>();
        while (!waiting.isEmpty() && due(waiting.getFirst(), which)) {
            told.add(waiting.removeFirst().token());
        }
        return told;
    }

    private boolean due(Waiting first, Told which) {
        return switch (which) {
            case WHOLE -> first.end() <= bytesTold;
            case BEGUN -> first.begin() < bytesTold;
            case ALL -> true;
        };
    }
}
