package dev.cortado.inference.template;

import com.hubspot.jinjava.interpret.InterpretException;

/// What a template calls to refuse a conversation: `raise_exception('…')`.
public final class TemplateRefusal {

    private TemplateRefusal() {}

    public static String raise(String message) {
        throw new InterpretException(message);
    }
}
