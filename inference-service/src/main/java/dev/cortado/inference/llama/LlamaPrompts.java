package dev.cortado.inference.llama;

import dev.cortado.inference.batching.PromptSource;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPiece;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.ToolCallShape;
import dev.cortado.inference.grammar.OutputGrammar;
import dev.cortado.inference.grammar.SchemaLimits;
import dev.cortado.inference.grammar.ToolCallProbe;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Renders conversations by the model's template and tokenises them piece by piece: the control tokens in a template's
/// text are meant, those in a user's text are letters. Each user text alone has at most as many tokens as bytes.
final class LlamaPrompts implements PromptSource {

    private final ChatTemplate template;
    private final LlamaVocabulary vocabulary;
    private final LlamaSampler sampler;
    private final SchemaLimits limits;
    private final int contextTokens;
    private final Optional<OutputGrammar.CallMarks> marks;

    /// @param contextTokens of a longer prompt only the number of its tokens is told, as far as it was counted
    LlamaPrompts(
            ChatTemplate template,
            LlamaVocabulary vocabulary,
            LlamaSampler sampler,
            SchemaLimits limits,
            int contextTokens) {
        this.template = template;
        this.vocabulary = vocabulary;
        this.sampler = sampler;
        this.limits = limits;
        this.contextTokens = contextTokens;
        this.marks = ToolCallProbe.shape(template).flatMap(this::marks);
    }

    /// Whether the model takes tools, and writes its calls in a way that can be read.
    boolean takesTools() {
        return marks.isPresent();
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        return switch (template.render(conversation)) {
            case ChatTemplate.Rendered(var pieces) -> ruled(conversation, pieces);
            case ChatTemplate.Unrenderable(var reason) -> new PromptPreparation.Unrenderable(reason);
        };
    }

    /// The beginning of a call must show in the completion's text. Where it is one token, a grammar can start there.
    private Optional<OutputGrammar.CallMarks> marks(ToolCallShape shape) {
        int[] beginning = vocabulary.tokens(shape.beginning(), true);
        int bytes = IntStream.of(beginning)
                .map(token -> vocabulary.bytes(token).length)
                .sum();
        if (bytes < shape.beginning().length()) {
            return Optional.empty();
        }
        boolean one = beginning.length == 1 && shape.open().startsWith(shape.beginning());
        return Optional.of(new OutputGrammar.CallMarks(shape, one ? beginning[0] : OutputRule.FROM_START));
    }

    private PromptPreparation ruled(Conversation conversation, List<PromptPiece> pieces) {
        return switch (OutputGrammar.of(conversation, marks, limits)) {
            case OutputGrammar.Unsupported(var field, var reason) -> new PromptPreparation.Unsupported(field, reason);
            case OutputGrammar.Ruled(var rule)
            when !sampler.takes(rule) ->
                new PromptPreparation.Unsupported(
                        conversation.tools().isNone() ? "response_format" : "tools",
                        "no grammar comes of it; does a schema refer to itself without end, or repeat too much?");
            case OutputGrammar.Ruled(var rule) -> new PromptPreparation.Prepared(tokens(pieces, rule));
        };
    }

    private PreparedPrompt tokens(List<PromptPiece> pieces, OutputRule rule) {
        IntStream.Builder all = IntStream.builder();
        boolean first = true;
        int counted = 0;
        for (PromptPiece piece : pieces) {
            LlamaVocabulary.Tokens tokens = switch (piece) {
                case PromptPiece.TemplateText(var text) -> vocabulary.tokens(text, true, contextTokens);
                case PromptPiece.UserText(var text) -> vocabulary.tokens(text, false, contextTokens);
            };
            counted += tokens.count();
            if (counted > contextTokens) {
                // However much follows, it is too long, and its tokens are not worth their memory.
                return PreparedPrompt.tooLong(counted);
            }
            int[] of = tokens.ids();
            if (first
                    && vocabulary.addsBeginOfSequence()
                    && (of.length == 0 || of[0] != vocabulary.beginOfSequence())) {
                all.add(vocabulary.beginOfSequence());
            }
            first = false;
            for (int token : of) {
                all.add(token);
            }
        }
        return new PreparedPrompt(all.build().toArray(), rule);
    }
}
