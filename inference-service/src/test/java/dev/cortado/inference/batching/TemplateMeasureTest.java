package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.TemplateOverhead;
import org.junit.jupiter.api.Test;

class TemplateMeasureTest {

    @Test
    void overhead_defaultSystemMessage_isInTheFixedPart() {
        // 5 a message, 3 to make the assistant speak, 20 for a default system message where none is given
        TemplateOverhead overhead = TemplateMeasure.overhead(conversation -> tokens(5 * size(conversation)
                + 3
                + (conversation.messages().getFirst().role() == ChatRole.SYSTEM ? 0 : 20)
                + size(conversation)));
        assertEquals(new TemplateOverhead(23, 5), overhead);
        assertEquals(100 + 23 + 10, overhead.promptTokensMax(100, 2));
    }

    @Test
    void overhead_onlyAlternatingRoles_isMeasuredOnThose() {
        TemplateOverhead overhead = TemplateMeasure.overhead(conversation -> {
            for (int i = 0; i < size(conversation); i++) {
                ChatRole expected = i % 2 == 0 ? ChatRole.USER : ChatRole.ASSISTANT;
                if (conversation.messages().get(i).role() != expected) {
                    return new PromptPreparation.Unrenderable("roles must alternate");
                }
            }
            return tokens(2 + 8 * size(conversation));
        });
        assertEquals(new TemplateOverhead(2, 7), overhead);
    }

    @Test
    void overhead_templateTakesNothing_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> TemplateMeasure.overhead(conversation -> new PromptPreparation.Unrenderable("no")));
    }

    private static int size(Conversation conversation) {
        return conversation.messages().size();
    }

    private static PromptPreparation tokens(int count) {
        return new PromptPreparation.Prepared(new PreparedPrompt(new int[count]));
    }
}
