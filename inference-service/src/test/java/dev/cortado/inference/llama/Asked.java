package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One question to a real engine, greedy, and what came of it.
final class Asked implements GenerationListener {

    private static final int SECONDS_MAX = 120;

    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();

    static Asked begin(Engine engine, String tenant, AdapterUse adapter, String question, int max) {
        Asked asked = new Asked();
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, question)));
        Instant later = Instant.now().plusSeconds(SECONDS_MAX);
        GenerationOrder order = new GenerationOrder(
                new Tenant(tenant),
                adapter,
                assertInstanceOf(PromptPreparation.Prepared.class, engine.prepare(conversation))
                        .prompt(),
                TokenCount.of(max),
                Sampling.greedy(),
                List.of(),
                later,
                later);
        assertInstanceOf(Submission.Submitted.class, engine.submit(order, asked));
        return asked;
    }

    @Override
    public void delta(String delta) {
        text.append(delta);
    }

    @Override
    public void ended(GenerationEnd how) {
        end.complete(how);
    }

    GenerationEnd.Generated generated() throws Exception {
        return assertInstanceOf(GenerationEnd.Generated.class, end.get(SECONDS_MAX, TimeUnit.SECONDS));
    }

    /// Waits for the end.
    String text() throws Exception {
        generated();
        return text.toString();
    }
}
