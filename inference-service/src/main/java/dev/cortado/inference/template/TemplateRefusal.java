package dev.cortado.inference.template;

import com.hubspot.jinjava.interpret.InterpretException;

/// What a template calls to refuse a conversation: `raise_exception('…')`.
public final class TemplateRefusal {

    private TemplateRefusal() {}

    @SuppressWarnings("DoNotCallSuggester") // Templates call it, by reflection.
    public static String raise(String message) {
        throw new Raised(message);
    }

    /// A template's own refusal, told apart from a fault in rendering.
    static final class Raised extends InterpretException {

        Raised(String message) {
            super(message);
        }
    }
}
