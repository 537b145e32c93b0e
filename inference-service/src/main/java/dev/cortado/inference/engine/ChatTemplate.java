package dev.cortado.inference.engine;

import java.util.List;

/// A model's chat template: turns a conversation into the text the model was trained on.
public interface ChatTemplate {

    Rendering render(Conversation conversation);

    /// What came of rendering.
    sealed interface Rendering {}

    /// The prompt, ending where the assistant is to speak.
    record Rendered(List<PromptPiece> pieces) implements Rendering {

        public Rendered {
            pieces = List.copyOf(pieces);
        }
    }

    /// The template does not take this conversation, such as two user messages in a row.
    record Unrenderable(String reason) implements Rendering {}

    /// Reads a template as found in a model's file.
    interface Compiler {

        /// @throws IllegalArgumentException if the source is no template
        ChatTemplate compile(String source, SpecialTexts specialTexts);
    }

    /// The texts of the model's special tokens that templates name.
    record SpecialTexts(String beginOfSequence, String endOfSequence) {}
}
