package dev.cortado.inference.batching;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A first, unmetered generation: brings the weights into memory, proves that the engine answers, and gives the rates
/// their first measurement. It is short, since requests of variants that are ready already wait for each of its steps.
public final class WarmUp {

    private static final String TEXT = "One two three four five six seven eight. ".repeat(3);
    private static final TokenCount COMPLETION = TokenCount.of(4);
    private static final Duration TIME_MAX = Duration.ofMinutes(2);

    private WarmUp() {}

    /// @throws IllegalStateException if the engine does not generate
    public static void run(Engine engine) {
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, TEXT)));
        if (!(engine.prepare(conversation) instanceof PromptPreparation.Prepared(var prompt))
                || prompt.size() + COMPLETION.count() > engine.description().contextTokens()) {
            return;
        }
        Instant latest = Instant.now().plus(TIME_MAX);
        CompletableFuture<GenerationEnd> end = new CompletableFuture<>();
        engine.submit(
                new GenerationOrder(prompt, COMPLETION, Sampling.greedy(), List.of(), latest, latest),
                new GenerationListener() {
                    @Override
                    public void delta(String text) {}

                    @Override
                    public void ended(GenerationEnd how) {
                        end.complete(how);
                    }
                });
        if (!(end.join() instanceof GenerationEnd.Generated generated)
                || (generated.cause() != StopCause.STOP && generated.cause() != StopCause.LENGTH)) {
            throw new IllegalStateException("the engine loaded the model but did not generate: " + end.join());
        }
    }
}
