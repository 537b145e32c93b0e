package dev.cortado.inference.attempt;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.Occupancy;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TemplateOverhead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An engine whose generations the test ends by hand. Each letter of a prompt is a token.
final class FakeEngine implements Engine {

    static final int CONTEXT = 100;

    final List<Started> started = new ArrayList<>();
    boolean full;
    boolean shareFull;
    boolean drained;
    boolean away;
    /// In place of the tokens that are counted.
    @Nullable
    PreparedPrompt prepared;

    static final class Started implements Generation {
        final GenerationOrder order;
        final GenerationListener listener;
        boolean cancelled;

        Started(GenerationOrder order, GenerationListener listener) {
            this.order = order;
            this.listener = listener;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        void end(StopCause cause, long promptTokens, long completionTokens) {
            Instant now = Instant.EPOCH;
            listener.ended(new GenerationEnd.Generated(
                    cause,
                    TokenCount.of(promptTokens),
                    TokenCount.of(completionTokens),
                    new GenerationTimings(now, now, Duration.ZERO, Duration.ofMillis(5), Duration.ZERO),
                    cause == StopCause.ERROR ? "broke" : ""));
        }
    }

    @Override
    public EngineDescription description() {
        return new EngineDescription("fake", CONTEXT, 2, 2, new TemplateOverhead(0, 0));
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        if (prepared != null) {
            return new PromptPreparation.Prepared(prepared);
        }
        int length = conversation.messages().stream()
                .mapToInt(message -> message.content().length())
                .sum();
        return new PromptPreparation.Prepared(new PreparedPrompt(new int[length]));
    }

    @Override
    public Submission submit(GenerationOrder order, GenerationListener listener) {
        if (full) {
            return new Submission.QueueFull(2);
        }
        if (shareFull) {
            return new Submission.TenantShareFull(1);
        }
        Started begun = new Started(order, listener);
        started.add(begun);
        return new Submission.Submitted(begun);
    }

    @Override
    public Set<String> adapters() {
        return Set.of("brand");
    }

    @Override
    public Occupancy occupancy() {
        return new Occupancy(started.size(), 0, OptionalDouble.empty(), OptionalDouble.empty());
    }

    @Override
    public void drain() {
        drained = true;
        started.forEach(
                begun -> begun.listener.ended(new GenerationEnd.NeverStarted(GenerationEnd.Reason.ENGINE_STOPPED)));
    }

    @Override
    public boolean running() {
        return !away;
    }

    @Override
    public void close() {}
}
