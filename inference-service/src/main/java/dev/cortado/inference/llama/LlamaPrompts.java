package dev.cortado.inference.llama;

import dev.cortado.inference.batching.PromptSource;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPiece;
import dev.cortado.inference.engine.PromptPreparation;
import java.util.List;
import java.util.stream.IntStream;

/// Renders conversations by the model's template and tokenises them piece by piece: the control tokens in a template's
/// text are meant, those in a user's text are letters. Each user text alone has at most as many tokens as bytes.
final class LlamaPrompts implements PromptSource {

    private final ChatTemplate template;
    private final LlamaVocabulary vocabulary;

    LlamaPrompts(ChatTemplate template, LlamaVocabulary vocabulary) {
        this.template = template;
        this.vocabulary = vocabulary;
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        return switch (template.render(conversation)) {
            case ChatTemplate.Rendered(var pieces) -> new PromptPreparation.Prepared(tokens(pieces));
            case ChatTemplate.Unrenderable(var reason) -> new PromptPreparation.Unrenderable(reason);
        };
    }

    private PreparedPrompt tokens(List<PromptPiece> pieces) {
        IntStream.Builder tokens = IntStream.builder();
        boolean first = true;
        for (PromptPiece piece : pieces) {
            int[] of = switch (piece) {
                case PromptPiece.TemplateText(var text) -> vocabulary.tokens(text, true);
                case PromptPiece.UserText(var text) -> vocabulary.tokens(text, false);
            };
            if (first
                    && vocabulary.addsBeginOfSequence()
                    && (of.length == 0 || of[0] != vocabulary.beginOfSequence())) {
                tokens.add(vocabulary.beginOfSequence());
            }
            first = false;
            for (int token : of) {
                tokens.add(token);
            }
        }
        return new PreparedPrompt(tokens.build().toArray());
    }
}
